package dev.cnv.runtime.delegation;

import dev.cnv.runtime.delegation.ArgumentConstraint.And;
import dev.cnv.runtime.delegation.ArgumentConstraint.Any;
import dev.cnv.runtime.delegation.ArgumentConstraint.CidrIn;
import dev.cnv.runtime.delegation.ArgumentConstraint.DecimalRange;
import dev.cnv.runtime.delegation.ArgumentConstraint.Exact;
import dev.cnv.runtime.delegation.ArgumentConstraint.HostIn;
import dev.cnv.runtime.delegation.ArgumentConstraint.IntegerRange;
import dev.cnv.runtime.delegation.ArgumentConstraint.OneOf;
import dev.cnv.runtime.delegation.ArgumentConstraint.Prefix;
import dev.cnv.runtime.delegation.ArgumentConstraint.SetSubset;
import dev.cnv.runtime.delegation.ArgumentConstraint.SubPath;
import java.math.BigDecimal;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Whether a constraint admits a value: one rule a kind, each total. */
final class Admission {

    private Admission() {}

    static boolean admits(ArgumentConstraint constraint, JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return false;
        }
        return switch (constraint) {
            case Any() -> true;
            case Exact(String text) -> ScalarText.of(value).filter(text::equals).isPresent();
            case OneOf(NavigableSet<String> values) -> among(values, value);
            case IntegerRange(long min, long max) ->
                between(value, BigDecimal.valueOf(min), BigDecimal.valueOf(max), true);
            case DecimalRange(BigDecimal min, BigDecimal max) -> between(value, min, max, false);
            case Prefix(String text) -> value.isString() && value.stringValue().startsWith(text);
            case SubPath(String path) ->
                value.isString() && PathText.below(path, value.stringValue());
            case HostIn(NavigableSet<HostPattern> hosts) -> value.isString() && host(hosts, value);
            case CidrIn(NavigableSet<CidrBlock> blocks) ->
                value.isString() && address(blocks, value);
            case SetSubset(NavigableSet<String> values) ->
                value.isArray() && value.valueStream().allMatch(element -> among(values, element));
            case And(List<ArgumentConstraint> parts) ->
                parts.stream().allMatch(part -> admits(part, value));
        };
    }

    private static boolean among(NavigableSet<String> values, JsonNode value) {
        return ScalarText.of(value).filter(values::contains).isPresent();
    }

    private static boolean between(JsonNode value, BigDecimal min, BigDecimal max, boolean whole) {
        return ScalarText.number(value)
                .filter(number -> number.compareTo(min) >= 0 && number.compareTo(max) <= 0)
                .filter(number -> !whole || Form.whole(number))
                .isPresent();
    }

    private static boolean host(NavigableSet<HostPattern> hosts, JsonNode value) {
        Optional<String> name = HostPattern.hostName(value.stringValue());
        return name.isPresent() && hosts.stream().anyMatch(host -> host.holds(name.get()));
    }

    private static boolean address(NavigableSet<CidrBlock> blocks, JsonNode value) {
        Optional<IpAddress> address = IpAddress.parse(value.stringValue());
        return address.isPresent() && blocks.stream().anyMatch(block -> block.holds(address.get()));
    }
}

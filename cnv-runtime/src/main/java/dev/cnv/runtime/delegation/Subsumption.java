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

/**
 * Whether one constraint admits all that another admits, rule by rule.
 *
 * <p>Each rule is a lemma that {@code NarrowingProofTest} has a solver prove: where the rule says yes and
 * the child admits a value, the parent admits it. A new kind does not compile until it has its rules as a
 * child; as a parent it holds nothing until it has some.
 */
final class Subsumption {

    private Subsumption() {}

    static boolean holds(ArgumentConstraint parent, ArgumentConstraint child) {
        if (parent instanceof And(List<ArgumentConstraint> parts)) {
            return parts.stream().allMatch(part -> holds(part, child));
        }
        return switch (child) {
            // Every value is known: ask for each.
            case Exact(String value) -> parent.admits(ScalarText.value(value));
            case OneOf(NavigableSet<String> values) ->
                values.stream().map(ScalarText::value).allMatch(parent::admits);
            // Sound, and not complete: two parts may do together what neither does alone.
            case And(List<ArgumentConstraint> parts) ->
                parts.stream().anyMatch(part -> holds(parent, part));
            case Any() -> parent instanceof Any;
            case IntegerRange range -> overIntegers(parent, range);
            case DecimalRange range -> overDecimals(parent, range);
            case Prefix prefix -> overPrefix(parent, prefix);
            case SubPath path -> overPath(parent, path);
            case HostIn hosts -> overHosts(parent, hosts);
            case CidrIn blocks -> overBlocks(parent, blocks);
            case SetSubset subset -> overSubset(parent, subset);
        };
    }

    private static boolean overIntegers(ArgumentConstraint parent, IntegerRange child) {
        return switch (parent) {
            case Any() -> true;
            case OneOf(NavigableSet<String> values) -> listed(values, child);
            case IntegerRange(long min, long max) -> min <= child.min() && child.max() <= max;
            case DecimalRange(BigDecimal min, BigDecimal max) ->
                min.compareTo(BigDecimal.valueOf(child.min())) <= 0
                        && BigDecimal.valueOf(child.max()).compareTo(max) <= 0;
            default -> false;
        };
    }

    /** Whether each integer of a range is listed. A range of more numbers than a list has is not. */
    private static boolean listed(NavigableSet<String> values, IntegerRange range) {
        // The difference is negative when it overflows.
        long span = range.max() - range.min();
        if (span < 0 || span >= values.size()) {
            return false;
        }
        for (long offset = 0; offset <= span; offset++) {
            if (!values.contains(Long.toString(range.min() + offset))) {
                return false;
            }
        }
        return true;
    }

    private static boolean overDecimals(ArgumentConstraint parent, DecimalRange child) {
        return switch (parent) {
            case Any() -> true;
            case DecimalRange(BigDecimal min, BigDecimal max) ->
                min.compareTo(child.min()) <= 0 && child.max().compareTo(max) <= 0;
            default -> false;
        };
    }

    private static boolean overPrefix(ArgumentConstraint parent, Prefix child) {
        return switch (parent) {
            case Any() -> true;
            case Prefix(String text) -> child.text().startsWith(text);
            default -> false;
        };
    }

    private static boolean overPath(ArgumentConstraint parent, SubPath child) {
        return switch (parent) {
            case Any() -> true;
            // A path has many spellings, of which only the slash in front is the same in all.
            case Prefix(String text) ->
                text.isEmpty() || (text.equals("/") && child.path().startsWith("/"));
            case SubPath(String path) -> PathText.below(path, child.path());
            default -> false;
        };
    }

    private static boolean overHosts(ArgumentConstraint parent, HostIn child) {
        return switch (parent) {
            case Any() -> true;
            case Prefix(String text) -> text.isEmpty();
            case HostIn(NavigableSet<HostPattern> hosts) ->
                child.hosts().stream()
                        .allMatch(host -> hosts.stream().anyMatch(wide -> wide.includes(host)));
            default -> false;
        };
    }

    private static boolean overBlocks(ArgumentConstraint parent, CidrIn child) {
        return switch (parent) {
            case Any() -> true;
            case Prefix(String text) -> text.isEmpty();
            case CidrIn(NavigableSet<CidrBlock> blocks) ->
                child.blocks().stream()
                        .allMatch(block -> blocks.stream().anyMatch(wide -> wide.includes(block)));
            default -> false;
        };
    }

    private static boolean overSubset(ArgumentConstraint parent, SetSubset child) {
        return switch (parent) {
            case Any() -> true;
            case SetSubset(NavigableSet<String> values) -> values.containsAll(child.values());
            default -> false;
        };
    }
}

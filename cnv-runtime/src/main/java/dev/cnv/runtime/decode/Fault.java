package dev.cnv.runtime.decode;

import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * One thing that is wrong with the arguments.
 *
 * @param reason the kind
 * @param place where
 * @param found the value; empty when there is none
 * @param rule the rule broken, as {@code name=value}; empty for another kind of fault
 * @param expected what would be right
 * @param suggestions what the caller may have meant
 */
record Fault(
        Reason reason,
        Place place,
        Optional<JsonNode> found,
        Optional<String> rule,
        String expected,
        List<String> suggestions) {

    private static final int MAX_LISTED = 20;

    static Fault malformed(Place place, JsonNode found, String expected) {
        return new Fault(
                Reason.PARAMETER_MALFORMED,
                place,
                Optional.of(found),
                Optional.empty(),
                expected,
                List.of());
    }

    static Fault missing(Place place, String expected) {
        return new Fault(
                Reason.PARAMETER_MISSING,
                place,
                Optional.empty(),
                Optional.empty(),
                expected,
                List.of());
    }

    static Fault unknown(Place place, String expected, List<String> suggestions) {
        return new Fault(
                Reason.PARAMETER_UNKNOWN,
                place,
                Optional.empty(),
                Optional.empty(),
                expected,
                suggestions);
    }

    static Fault rule(Place place, JsonNode found, String rule, String expected) {
        return new Fault(
                Reason.PARAMETER_RULE_BROKEN,
                place,
                Optional.of(found),
                Optional.of(rule),
                expected,
                List.of());
    }

    static Fault conflict(Place place, String rule, String expected) {
        return new Fault(
                Reason.PARAMETER_CONFLICT,
                place,
                Optional.empty(),
                Optional.of(rule),
                expected,
                List.of());
    }

    /** {@return the denial for the first of the faults, which names the others} */
    static Denial denial(List<Fault> faults) {
        Denial first = faults.getFirst().denial();
        if (faults.size() == 1) {
            return first;
        }
        String more = faults.stream()
                .skip(1)
                .limit(MAX_LISTED)
                .map(fault -> fault.place.path() + '=' + fault.reason.code())
                .collect(Collectors.joining(", "));
        int rest = faults.size() - 1 - MAX_LISTED;
        return first.with("more", rest > 0 ? more + " and " + rest + " others" : more);
    }

    private Denial denial() {
        Denial denial = Denial.of(reason, message())
                .with(Denial.PARAMETER, place.path())
                .with("expected", expected);
        if (!suggestions.isEmpty()) {
            denial = denial.with(
                    Denial.SUGGESTION, "did you mean " + String.join(", ", suggestions) + "?");
        }
        return rule.isPresent() ? denial.with("rule", rule.get()) : denial;
    }

    private String message() {
        String parameter = "parameter=" + place.path();
        String named = found.map(value -> parameter + " value=" + shown(value)).orElse(parameter);
        return switch (reason) {
            case PARAMETER_MISSING -> parameter + " is missing: give " + expected;
            case PARAMETER_UNKNOWN ->
                parameter + " is unknown: "
                        + (suggestions.isEmpty()
                                ? expected
                                : "did you mean " + String.join(", ", suggestions) + "?");
            case PARAMETER_RULE_BROKEN ->
                named + " breaks " + rule.orElse("a rule") + ": give " + expected;
            case PARAMETER_CONFLICT ->
                parameter + " breaks " + rule.orElse("a rule") + ": " + expected;
            default -> named + " is malformed: give " + expected;
        };
    }

    private String shown(JsonNode value) {
        return place.sensitive() ? Display.HIDDEN : Display.value(value);
    }
}

package dev.cnv.runtime.graph;

import dev.cnv.annotations.Effect;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * When one capability can stand in for another and can do more: it may do all that the other changes,
 * takes all that the other takes, returns nothing that the other would not, and in at least one of
 * effects and input goes further.
 */
final class Dominance {

    private Dominance() {}

    /** Empty when it dominates, else why not. */
    static Optional<String> missing(CapabilityNode one, CapabilityNode other) {
        Set<Effect> lacking = changes(other);
        lacking.removeAll(changes(one));
        if (!lacking.isEmpty()) {
            return Optional.of("it has not the effects " + lacking);
        }
        Optional<String> schemas = substitute(one.schemas(), other.schemas());
        if (schemas.isPresent()) {
            return schemas;
        }
        boolean further = !changes(other).containsAll(changes(one))
                || !Compatibility.matches(one.schemas().input(), other.schemas().input());
        return further
                ? Optional.empty()
                : Optional.of("it has no more effects and takes no more than the other");
    }

    /** Empty when one can be called and read as the other, else why not. */
    static Optional<String> substitute(VerbSchemas one, VerbSchemas other) {
        if (!Compatibility.matches(other.input(), one.input())) {
            return Optional.of(
                    "its input: " + refusal(Compatibility.check(other.input(), one.input())));
        }
        if (!Compatibility.matches(one.output(), other.output())) {
            return Optional.of(
                    "its output: " + refusal(Compatibility.check(one.output(), other.output())));
        }
        return Optional.empty();
    }

    private static String refusal(Compatibility found) {
        return switch (found.fit()) {
            case Fit.Refused(String where, String why) -> where.isEmpty() ? why : where + " " + why;
            case Fit.Transformed changed -> "fits only after " + changed.changes();
            case Fit.Matches _ -> "matches";
        };
    }

    private static Set<Effect> changes(CapabilityNode node) {
        Set<Effect> changes = EnumSet.noneOf(Effect.class);
        node.effects().effects().stream().filter(Effect::mutating).forEach(changes::add);
        return changes;
    }
}

package dev.cnv.cedar;

import dev.cnv.cedar.CedarTokens.Token;
import dev.cnv.runtime.policy.ArgumentCondition;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.TimeCondition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A part of a conjunction. Some conditions of CNV's rules are two of them. */
sealed interface Part {

    /** A condition by itself. */
    record Whole(Condition condition) implements Part {}

    /** An argument is there. */
    record Has(Token place, String name) implements Part {}

    /** What an argument is that is there. */
    record Argument(Token place, String name, Condition condition) implements Part {}

    /** The time is not before this. */
    record From(Token place, Instant from) implements Part {}

    /** The time is before this. */
    record Until(Token place, Instant until) implements Part {}

    /** {@return the conditions that some parts are, in their order} */
    static List<Condition> conditions(List<Part> parts) {
        List<Condition> conditions = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            Part next = i + 1 < parts.size() ? parts.get(i + 1) : part;
            if (part instanceof Has has
                    && next instanceof Argument argument
                    && has.name().equals(argument.name())) {
                conditions.add(argument.condition());
                i++;
            } else if (part instanceof From from && next instanceof Until until) {
                conditions.add(CedarReader.checked(
                        from.place(), () -> new TimeCondition.Between(from.from(), until.until())));
                i++;
            } else {
                conditions.add(alone(part));
            }
        }
        return conditions;
    }

    /**
     * The condition that one part is.
     *
     * @throws CedarRefusedException when it is half of one
     */
    static Condition alone(Part part) {
        return switch (part) {
            case Whole(Condition condition) -> condition;
            case Has(Token place, String name) ->
                CedarReader.checked(place, () -> new ArgumentCondition.Present(name));
            case Argument(Token place, String name, Condition _) ->
                throw place.refused(
                        "argument=" + name + " may be missing; put context.arguments has "
                                + CedarText.name(name) + " && before it");
            case From(Token place, Instant _) -> throw half(place);
            case Until(Token place, Instant _) -> throw half(place);
        };
    }

    private static CedarRefusedException half(Token place) {
        return place.refused("a window is context.call.now >= datetime(\"...\") &&"
                + " context.call.now < datetime(\"...\"), both together");
    }
}

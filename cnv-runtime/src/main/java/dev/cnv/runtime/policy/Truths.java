package dev.cnv.runtime.policy;

import dev.cnv.runtime.policy.Condition.AllOf;
import dev.cnv.runtime.policy.Condition.AnyOf;
import dev.cnv.runtime.policy.Condition.Not;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Asks conditions in three values (Kleene's strong logic) about all requests that differ from one in what
 * some conditions look at: what those say is unknown, and so is what cannot be asked.
 */
final class Truths {

    /** What a condition is for all calls alike. */
    enum Truth {
        FALSE,
        UNKNOWN,
        TRUE;

        Truth not() {
            return switch (this) {
                case FALSE -> TRUE;
                case UNKNOWN -> UNKNOWN;
                case TRUE -> FALSE;
            };
        }
    }

    private final PolicyRequest request;
    private final Predicate<Condition> open;

    /**
     * Asks about a request.
     *
     * @param request one of the requests
     * @param open which conditions look at what differs
     */
    Truths(PolicyRequest request, Predicate<Condition> open) {
        this.request = request;
        this.open = open;
    }

    Truth ask(Condition condition) {
        return switch (condition) {
            case AllOf(List<Condition> parts) -> fold(parts, Truth.FALSE);
            case AnyOf(List<Condition> parts) -> fold(parts, Truth.TRUE);
            case Not(Condition part) -> ask(part).not();
            default -> open.test(condition) ? Truth.UNKNOWN : leaf(condition);
        };
    }

    private Truth leaf(Condition condition) {
        try {
            return Conditions.holds(condition, request) ? Truth.TRUE : Truth.FALSE;
        } catch (RuntimeException _) {
            return Truth.UNKNOWN;
        }
    }

    /** Parts are asked in order, and a fault in one before the deciding part is a fault of all. */
    private Truth fold(List<Condition> parts, Truth deciding) {
        Truth truth = deciding.not();
        for (Condition part : parts) {
            Truth answer = ask(part);
            if (answer == deciding) {
                return deciding;
            }
            if (answer == Truth.UNKNOWN) {
                if (Conditions.mayFault(part)) {
                    return Truth.UNKNOWN;
                }
                truth = Truth.UNKNOWN;
            }
        }
        return truth;
    }

    /** The parts without parts of their own that keep an unknown condition from being known. */
    void unknowns(Condition condition, Consumer<Condition> found) {
        if (ask(condition) == Truth.UNKNOWN) {
            switch (condition) {
                case AllOf(List<Condition> parts) -> parts.forEach(part -> unknowns(part, found));
                case AnyOf(List<Condition> parts) -> parts.forEach(part -> unknowns(part, found));
                case Not(Condition part) -> unknowns(part, found);
                default -> found.accept(condition);
            }
        }
    }
}

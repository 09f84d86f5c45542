package dev.cnv.runtime.kernel;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.governance.DecisionStage;
import dev.cnv.runtime.outcome.CnvBugException;
import dev.cnv.runtime.outcome.Denial;
import java.util.Optional;
import java.util.function.Function;

/** What an examination of a call, or a part of it, came to. */
sealed interface Examined {

    /** The call refused at a stage, where there is a reason to; else passed. */
    static Examined refusedOr(Call call, DecisionStage stage, Optional<Denial> denial) {
        return denial.isPresent()
                ? new Refused(Point.of(stage, call), denial.get())
                : new Passed(call);
    }

    /** What the next check of a call that passed this one comes to; what did not pass goes no further. */
    default Examined then(Function<Call, Examined> check) {
        return this instanceof Passed(Call call) ? check.apply(call) : this;
    }

    /**
     * The check passed.
     *
     * @param call the call, as it goes on
     */
    record Passed(Call call) implements Examined {}

    /**
     * A check refused.
     *
     * @param point where the call was refused
     * @param denial why
     */
    record Refused(Point point, Denial denial) implements Examined {}

    /**
     * The policy sends the call to another verb.
     *
     * @param call the call that was sent on
     * @param to the other verb
     * @param rule the rule that sends it
     */
    record Redirected(Call call, CapabilityId to, Optional<String> rule) implements Examined {

        /** What is thrown where every redirection has been followed. */
        CnvBugException unfollowed() {
            return new CnvBugException("a redirection to " + to + " was not followed");
        }
    }

    /**
     * A place on the path of a call, with as much of the call as was known there.
     *
     * @param stage the stage's name in the ledger
     * @param capability the verb asked for
     * @param entry the verb found
     * @param call the call decoded
     */
    record Point(
            DecisionStage stage,
            CapabilityId capability,
            Optional<Registry.Entry> entry,
            Optional<Call> call) {

        static Point of(DecisionStage stage, Call call) {
            return new Point(stage, call.verb().id(), Optional.of(call.entry()), Optional.of(call));
        }
    }
}

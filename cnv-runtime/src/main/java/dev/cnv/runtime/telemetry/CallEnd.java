package dev.cnv.runtime.telemetry;

import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import java.util.Optional;

/**
 * How a call, or one step of it, ended.
 *
 * @param kind how
 * @param reason why, when it was refused or failed
 */
public record CallEnd(Kind kind, Optional<Reason> reason) {

    /** A step that led to a certificate; there is no outcome yet. */
    public static final CallEnd PROVED = new CallEnd(Kind.PROVED, Optional.empty());

    /** An exception left the kernel: misuse, or a fault of CNV. */
    public static final CallEnd THREW = new CallEnd(Kind.THREW, Optional.of(Reason.INTERNAL));

    private static final CallEnd COMPLETED = new CallEnd(Kind.COMPLETED, Optional.empty());
    private static final CallEnd REPEATED = new CallEnd(Kind.REPEATED, Optional.empty());
    private static final CallEnd WITHHELD = new CallEnd(Kind.WITHHELD, Optional.empty());

    /** The ways in which a call ends. */
    public enum Kind {
        /** The verb ran and returned. */
        COMPLETED,
        /** The call was answered with the outcome of an earlier one. */
        REPEATED,
        /** The call was refused before the verb ran. */
        DENIED,
        /** The verb ran and failed. */
        FAILED,
        /** The policy's mode kept the verb from running. */
        WITHHELD,
        /** A step led to a certificate; not counted as a call. */
        PROVED,
        /** An exception left the kernel. */
        THREW
    }

    /**
     * How a call ended.
     *
     * @param outcome its outcome
     * @return the end
     */
    public static CallEnd of(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Completed<?> done -> done.repeated() ? REPEATED : COMPLETED;
            case Outcome.Denied<?> denied ->
                new CallEnd(Kind.DENIED, Optional.of(denied.denial().reason()));
            case Outcome.Failed<?> failed ->
                new CallEnd(Kind.FAILED, Optional.of(failed.failure().reason()));
            case Outcome.Withheld<?> _ -> WITHHELD;
        };
    }
}

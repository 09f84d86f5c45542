package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.outcome.Reason;
import java.util.UUID;

/** Something that happened to a call. */
public sealed interface CallEvent extends LedgerEvent
        permits PolicyDecision,
                InvocationCompleted,
                CallEvent.CertificateExported,
                CallEvent.MilestoneReached,
                CallEvent.SecurityViolation {

    /**
     * A certificate that came from another runtime.
     *
     * @param certificate its id
     * @param issuer the name of the runtime that exported it
     * @param key the id of the key that signed it
     */
    record VouchedBy(UUID certificate, String issuer, Digest key) {}

    /**
     * A verb that runs has come so far that somebody may rely on it.
     *
     * @param origin who acts, when, as part of what; caused by the {@link PolicyDecision}
     * @param invocation the call's id
     * @param decision the index of the {@link PolicyDecision} that it runs by
     * @param ordinal its place among the call's milestones, from 0 without gaps
     * @param name its name
     * @param value the SHA-256 of its canonical value
     * @param link the SHA-256 of the link before it, then {@code value}; the first link before is the
     *     SHA-256 of the id of the decision's event
     */
    record MilestoneReached(
            EventOrigin origin,
            UUID invocation,
            long decision,
            long ordinal,
            String name,
            Digest value,
            Digest link)
            implements CallEvent {}

    /**
     * A verified certificate was signed and given away: another runtime may run the call.
     *
     * @param origin who acts, when, as part of what
     * @param invocation the call's id
     * @param certificate the certificate's id
     * @param capability the verb's path
     * @param audience the runtime that it is for
     * @param key the id of the key that signed it
     * @param exported the SHA-256 of the exported bytes
     */
    record CertificateExported(
            EventOrigin origin,
            UUID invocation,
            UUID certificate,
            String capability,
            String audience,
            Digest key,
            Digest exported)
            implements CallEvent {}

    /** How bad a violation is. Ordered: a later constant is worse. */
    enum Severity {
        /** Stale or mistaken more likely than hostile. */
        LOW,
        /** Authority was claimed that is not there any more. */
        MEDIUM,
        /** Authority was claimed that never was, or something was altered. */
        HIGH,
        /** Something that only code within this process can do. */
        CRITICAL
    }

    /**
     * A call was refused for a reason that no honest caller gives. The decision that refused it is the
     * event that this one follows from.
     *
     * @param origin who called, when, as part of what
     * @param invocation the call's id; {@link #NO_INVOCATION} for a violation outside a call
     * @param severity how bad
     * @param capability the verb's path
     * @param reason why the call was refused
     * @param message the refusal's sentence
     */
    record SecurityViolation(
            EventOrigin origin,
            UUID invocation,
            Severity severity,
            String capability,
            Reason reason,
            String message)
            implements CallEvent {}
}

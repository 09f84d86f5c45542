package dev.cnv.runtime.certificate;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.outcome.CallRefusedException;
import dev.cnv.runtime.outcome.Outcome;

/**
 * What the forward method of a certificate answers.
 *
 * @param <C> the certificate of the next stage
 */
public sealed interface Step<C> {

    /**
     * The check passed.
     *
     * @param certificate the certificate of the next stage
     * @param <C> its type
     */
    record Passed<C>(C certificate) implements Step<C> {}

    /**
     * The check refused; the refusal is in the ledger.
     *
     * @param outcome the denial with its receipt
     * @param <C> the certificate that would have been next
     */
    record Stopped<C>(Outcome.Denied<Object> outcome) implements Step<C> {}

    /**
     * The policy sends the call to another verb, whose certificate has another type. A call that is
     * not stepped by hand follows the redirection by itself.
     *
     * @param to the other verb
     * @param <C> the certificate that would have been next
     */
    record Redirected<C>(CapabilityId to) implements Step<C> {}

    /**
     * The certificate of the next stage.
     *
     * @return the certificate
     * @throws CallRefusedException when the check refused
     * @throws IllegalStateException when the policy redirects the call
     */
    default C orThrow() {
        return switch (this) {
            case Passed<C>(C certificate) -> certificate;
            case Stopped<C>(Outcome.Denied<Object> outcome) -> {
                Object unreachable = outcome.orThrow();
                throw new IllegalStateException("outcome=" + unreachable + " is no denial");
            }
            case Redirected<C>(CapabilityId to) ->
                throw new IllegalStateException("redirected to=" + to + "; call that verb instead");
        };
    }
}

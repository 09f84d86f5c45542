package dev.cnv.runtime.spi;

import dev.cnv.runtime.certificate.ExportOptions;
import dev.cnv.runtime.certificate.ExportedCertificate;
import dev.cnv.runtime.certificate.Stage;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.lift.LiftTerms;
import dev.cnv.runtime.lift.LiftTicket;
import dev.cnv.runtime.outcome.Outcome;

/**
 * What the certificates of one stage share: the stage's only way forward. The four classes that the
 * compiler generates for a verb extend one each, and bind the types of the verb.
 */
public final class Staged {

    private Staged() {}

    /**
     * Decoded and attributed to a caller; nothing is checked.
     *
     * @param <I> the verb's input record
     * @param <N> its certificate of the next stage
     */
    public abstract static non-sealed class Unchecked<I, N> extends CertificateBase<I> {

        /**
         * Binds the certificate to a proof.
         *
         * @param proof the kernel's proof
         * @param capability the verb
         * @throws ProofRefusedException when the proof is not genuine, or not for this stage and verb
         */
        protected Unchecked(Proof proof, String capability) {
            super(proof, Stage.UNCHECKED, capability);
        }

        /** {@return what the policy says} */
        public final Step<N> checkPolicy() {
            return advance();
        }
    }

    /**
     * The policy permits it.
     *
     * @param <I> the verb's input record
     * @param <N> its certificate of the next stage
     */
    public abstract static non-sealed class PolicyChecked<I, N> extends CertificateBase<I> {

        /**
         * Binds the certificate to a proof.
         *
         * @param proof the kernel's proof
         * @param capability the verb
         * @throws ProofRefusedException when the proof is not genuine, or not for this stage and verb
         */
        protected PolicyChecked(Proof proof, String capability) {
            super(proof, Stage.POLICY_CHECKED, capability);
        }

        /** {@return what the caller's chain and the capability graph say} */
        public final Step<N> checkCapability() {
            return advance();
        }
    }

    /**
     * The caller's chain grants it, and all it requires is in reach.
     *
     * @param <I> the verb's input record
     * @param <N> its certificate of the next stage
     */
    public abstract static non-sealed class CapabilityChecked<I, N> extends CertificateBase<I> {

        /**
         * Binds the certificate to a proof.
         *
         * @param proof the kernel's proof
         * @param capability the verb
         * @throws ProofRefusedException when the proof is not genuine, or not for this stage and verb
         */
        protected CapabilityChecked(Proof proof, String capability) {
            super(proof, Stage.CAPABILITY_CHECKED, capability);
        }

        /** {@return what the checks of window, digest and schemas say} */
        public final Step<N> verify() {
            return advance();
        }
    }

    /**
     * The verb may run.
     *
     * @param <I> the verb's input record
     * @param <R> what the verb returns
     */
    public abstract static non-sealed class Verified<I, R> extends CertificateBase<I> {

        /**
         * Binds the certificate to a proof.
         *
         * @param proof the kernel's proof
         * @param capability the verb
         * @throws ProofRefusedException when the proof is not genuine, or not for this stage and verb
         */
        protected Verified(Proof proof, String capability) {
            super(proof, Stage.VERIFIED, capability);
        }

        /**
         * Signs the call for another runtime, which accepts it with {@code Session.accept}. A call
         * that may run once only does not run here any more then.
         *
         * @param options for whom, and whether with the arguments
         * @return the exported certificate, or why there is none
         * @throws IllegalStateException when the runtime has no signer or no name, or must not export
         *     this certificate
         */
        public final Step<ExportedCertificate> export(ExportOptions options) {
            return exported(options);
        }

        /**
         * Lifts the call to a grant, under which its verb is called as frames with any arguments. The
         * grant is in the ledger, on disk, when this returns; the certificate is used up, if it is for one
         * run. Only calls are lifted whose every decision is the same for all arguments, and whose
         * contract the hot path can keep: other ones are refused with {@code not-liftable}.
         *
         * @param terms for which table, how long and how often
         * @return the leave to put the grant into the table, or why there is none
         */
        public final Step<LiftTicket> lift(LiftTerms terms) {
            return lifted(terms);
        }

        /** {@return what becomes of the call, which is admitted and run} */
        public final Outcome<R> run() {
            return execute();
        }
    }
}

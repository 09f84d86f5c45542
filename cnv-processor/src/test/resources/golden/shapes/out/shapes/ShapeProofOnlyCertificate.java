package shapes;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.ExportOptions;
import dev.cnv.runtime.certificate.ExportedCertificate;
import dev.cnv.runtime.certificate.Stage;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.spi.CertificateBase;
import dev.cnv.runtime.spi.Proof;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code shape.proof-only} may run, stage by stage.
 *
 * @see Shapes#proofOnly
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface ShapeProofOnlyCertificate
        extends Certificate<ShapeProofOnlyCertificate.Input> {

    /**
     * The arguments of {@code shape.proof-only}.
     */
    record Input() {}

    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(ShapesVerbs.PROOF_ONLY, input, Unchecked::new);
    }

    /**
     * Accepts a certificate of another runtime for a call with these arguments.
     *
     * @param session who presents it
     * @param exported the certificate
     * @param input the arguments
     * @return the verified certificate, or why there is none
     */
    static Step<Verified> accept(
            Session session, ExportedCertificate exported, Input input) {
        return session.accept(ShapesVerbs.PROOF_ONLY, exported, input, Verified::new);
    }

    /**
     * Accepts a certificate of another runtime that carries the arguments.
     *
     * @param session who presents it
     * @param exported the certificate
     * @return the verified certificate, or why there is none
     */
    static Step<Verified> accept(Session session, ExportedCertificate exported) {
        return session.accept(ShapesVerbs.PROOF_ONLY, exported, Verified::new);
    }

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends CertificateBase<Input> implements ShapeProofOnlyCertificate {
        Unchecked(Proof proof) {
            super(proof, Stage.UNCHECKED, "shape.proof-only");
        }

        /** {@return what the policy says} */
        public Step<PolicyChecked> checkPolicy() {
            return advance(PolicyChecked::new);
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends CertificateBase<Input> implements ShapeProofOnlyCertificate {
        PolicyChecked(Proof proof) {
            super(proof, Stage.POLICY_CHECKED, "shape.proof-only");
        }

        /** {@return what the caller's chain and the capability graph say} */
        public Step<CapabilityChecked> checkCapability() {
            return advance(CapabilityChecked::new);
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked
            extends CertificateBase<Input> implements ShapeProofOnlyCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, Stage.CAPABILITY_CHECKED, "shape.proof-only");
        }

        /** {@return what the checks of window, digest and schemas say} */
        public Step<Verified> verify() {
            return advance(Verified::new);
        }
    }

    /** The verb may run. */
    final class Verified extends CertificateBase<Input> implements ShapeProofOnlyCertificate {
        Verified(Proof proof) {
            super(proof, Stage.VERIFIED, "shape.proof-only");
        }

        /** {@return what becomes of the call, which is admitted and run} */
        public Outcome<String> run() {
            return execute();
        }

        /**
         * Signs the call for another runtime.
         *
         * @param options for whom, and whether with the arguments
         * @return the exported certificate, or why there is none
         */
        public Step<ExportedCertificate> export(ExportOptions options) {
            return exported(options);
        }
    }
}

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
 * The proof that one call of {@code shape.nested.verb} may run, stage by stage.
 *
 * @see Shapes.Nested#verb
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface ShapeNestedVerbCertificate
        extends Certificate<ShapeNestedVerbCertificate.Input> {

    /**
     * The arguments of {@code shape.nested.verb}.
     *
     * @param session the argument {@code session}
     * @param wait_ the argument {@code wait}
     * @param input the argument {@code input}
     * @param from the argument {@code from}
     * @param to the argument {@code to}
     */
    record Input(String session, String wait_, String input, String from, String to) {}

    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(Shapes_NestedVerbs.VERB, input, Unchecked::new);
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
        return session.accept(Shapes_NestedVerbs.VERB, exported, input, Verified::new);
    }

    /**
     * Accepts a certificate of another runtime that carries the arguments.
     *
     * @param session who presents it
     * @param exported the certificate
     * @return the verified certificate, or why there is none
     */
    static Step<Verified> accept(Session session, ExportedCertificate exported) {
        return session.accept(Shapes_NestedVerbs.VERB, exported, Verified::new);
    }

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends CertificateBase<Input> implements ShapeNestedVerbCertificate {
        Unchecked(Proof proof) {
            super(proof, Stage.UNCHECKED, "shape.nested.verb");
        }

        /** {@return what the policy says} */
        public Step<PolicyChecked> checkPolicy() {
            return advance(PolicyChecked::new);
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends CertificateBase<Input> implements ShapeNestedVerbCertificate {
        PolicyChecked(Proof proof) {
            super(proof, Stage.POLICY_CHECKED, "shape.nested.verb");
        }

        /** {@return what the caller's chain and the capability graph say} */
        public Step<CapabilityChecked> checkCapability() {
            return advance(CapabilityChecked::new);
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked
            extends CertificateBase<Input> implements ShapeNestedVerbCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, Stage.CAPABILITY_CHECKED, "shape.nested.verb");
        }

        /** {@return what the checks of window, digest and schemas say} */
        public Step<Verified> verify() {
            return advance(Verified::new);
        }
    }

    /** The verb may run. */
    final class Verified extends CertificateBase<Input> implements ShapeNestedVerbCertificate {
        Verified(Proof proof) {
            super(proof, Stage.VERIFIED, "shape.nested.verb");
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

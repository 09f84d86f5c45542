package documentation;

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
 * The proof that one call of {@code documented.markdown} may run, stage by stage.
 *
 * @see Documented#markdown
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface DocumentedMarkdownCertificate
        extends Certificate<DocumentedMarkdownCertificate.Input> {

    /**
     * The arguments of {@code documented.markdown}.
     *
     * @param name the name
     */
    record Input(String name) {}

    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(DocumentedVerbs.MARKDOWN, input, Unchecked::new);
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
        return session.accept(DocumentedVerbs.MARKDOWN, exported, input, Verified::new);
    }

    /**
     * Accepts a certificate of another runtime that carries the arguments.
     *
     * @param session who presents it
     * @param exported the certificate
     * @return the verified certificate, or why there is none
     */
    static Step<Verified> accept(Session session, ExportedCertificate exported) {
        return session.accept(DocumentedVerbs.MARKDOWN, exported, Verified::new);
    }

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends CertificateBase<Input> implements DocumentedMarkdownCertificate {
        Unchecked(Proof proof) {
            super(proof, Stage.UNCHECKED, "documented.markdown");
        }

        /** {@return what the policy says} */
        public Step<PolicyChecked> checkPolicy() {
            return advance(PolicyChecked::new);
        }
    }

    /** The policy permits it. */
    final class PolicyChecked
            extends CertificateBase<Input> implements DocumentedMarkdownCertificate {
        PolicyChecked(Proof proof) {
            super(proof, Stage.POLICY_CHECKED, "documented.markdown");
        }

        /** {@return what the caller's chain and the capability graph say} */
        public Step<CapabilityChecked> checkCapability() {
            return advance(CapabilityChecked::new);
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked
            extends CertificateBase<Input> implements DocumentedMarkdownCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, Stage.CAPABILITY_CHECKED, "documented.markdown");
        }

        /** {@return what the checks of window, digest and schemas say} */
        public Step<Verified> verify() {
            return advance(Verified::new);
        }
    }

    /** The verb may run. */
    final class Verified extends CertificateBase<Input> implements DocumentedMarkdownCertificate {
        Verified(Proof proof) {
            super(proof, Stage.VERIFIED, "documented.markdown");
        }

        /** {@return what becomes of the call, which is admitted and run} */
        public Outcome<Void> run() {
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

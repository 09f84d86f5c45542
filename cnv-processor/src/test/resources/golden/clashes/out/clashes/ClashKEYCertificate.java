package clashes;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.ExportOptions;
import dev.cnv.runtime.certificate.ExportedCertificate;
import dev.cnv.runtime.certificate.Stage;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.spi.CertificateBase;
import dev.cnv.runtime.spi.Proof;
import java.util.List;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code clash.k-e-y} may run, stage by stage.
 *
 * @see Clashes#key
 */
@Generated("dev.cnv.processor.CnvProcessor")
sealed interface ClashKEYCertificate extends Certificate<ClashKEYCertificate.Input> {

    /**
     * The arguments of {@code clash.k-e-y}.
     *
     * @param session the argument {@code session}
     * @param input the argument {@code input}
     * @param verified the argument {@code verified}
     * @param calls the argument {@code calls}
     * @param theirs the argument {@code theirs}
     * @param outcomes the argument {@code outcomes}
     * @param method $ID$ and "quotes" &#64;param &#123;&#64;code x&#125; *&#47; &lt;b&gt; &#92;u002a/
     */
    record Input(
            Clashes.Session session,
            clashes.Input input,
            clashes.Verified verified,
            Calls calls,
            other.Step theirs,
            List<other.Outcome> outcomes,
            METHOD method) {}

    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(ClashesVerbs.KEY, input, Unchecked::new);
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
        return session.accept(ClashesVerbs.KEY, exported, input, Verified::new);
    }

    /**
     * Accepts a certificate of another runtime that carries the arguments.
     *
     * @param session who presents it
     * @param exported the certificate
     * @return the verified certificate, or why there is none
     */
    static Step<Verified> accept(Session session, ExportedCertificate exported) {
        return session.accept(ClashesVerbs.KEY, exported, Verified::new);
    }

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends CertificateBase<Input> implements ClashKEYCertificate {
        Unchecked(Proof proof) {
            super(proof, Stage.UNCHECKED, "clash.k-e-y");
        }

        /** {@return what the policy says} */
        public Step<PolicyChecked> checkPolicy() {
            return advance(PolicyChecked::new);
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends CertificateBase<Input> implements ClashKEYCertificate {
        PolicyChecked(Proof proof) {
            super(proof, Stage.POLICY_CHECKED, "clash.k-e-y");
        }

        /** {@return what the caller's chain and the capability graph say} */
        public Step<CapabilityChecked> checkCapability() {
            return advance(CapabilityChecked::new);
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends CertificateBase<Input> implements ClashKEYCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, Stage.CAPABILITY_CHECKED, "clash.k-e-y");
        }

        /** {@return what the checks of window, digest and schemas say} */
        public Step<Verified> verify() {
            return advance(Verified::new);
        }
    }

    /** The verb may run. */
    final class Verified extends CertificateBase<Input> implements ClashKEYCertificate {
        Verified(Proof proof) {
            super(proof, Stage.VERIFIED, "clash.k-e-y");
        }

        /** {@return what becomes of the call, which is admitted and run} */
        public Outcome<clashes.Step> run() {
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

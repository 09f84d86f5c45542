package parameters;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.ExportOptions;
import dev.cnv.runtime.certificate.ExportedCertificate;
import dev.cnv.runtime.certificate.Stage;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.spi.CertificateBase;
import dev.cnv.runtime.spi.Proof;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code parameter.defaults} may run, stage by stage.
 *
 * @see Parameters#defaults
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface ParameterDefaultsCertificate
        extends Certificate<ParameterDefaultsCertificate.Input> {

    /**
     * The arguments of {@code parameter.defaults}.
     *
     * @param count the argument {@code count}
     * @param amount the argument {@code amount}
     * @param text the argument {@code text}
     * @param empty the argument {@code empty}
     * @param on the argument {@code on}
     * @param wait_ the argument {@code wait}
     * @param at the argument {@code at}
     * @param id the argument {@code id}
     * @param mode the argument {@code mode}
     * @param letter the argument {@code letter}
     * @param bytes the argument {@code bytes}
     */
    record Input(
            int count,
            BigDecimal amount,
            String text,
            String empty,
            boolean on,
            Duration wait_,
            Instant at,
            UUID id,
            Parameters.Mode mode,
            char letter,
            byte[] bytes) {}

    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(ParametersVerbs.DEFAULTS, input, Unchecked::new);
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
        return session.accept(ParametersVerbs.DEFAULTS, exported, input, Verified::new);
    }

    /**
     * Accepts a certificate of another runtime that carries the arguments.
     *
     * @param session who presents it
     * @param exported the certificate
     * @return the verified certificate, or why there is none
     */
    static Step<Verified> accept(Session session, ExportedCertificate exported) {
        return session.accept(ParametersVerbs.DEFAULTS, exported, Verified::new);
    }

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends CertificateBase<Input> implements ParameterDefaultsCertificate {
        Unchecked(Proof proof) {
            super(proof, Stage.UNCHECKED, "parameter.defaults");
        }

        /** {@return what the policy says} */
        public Step<PolicyChecked> checkPolicy() {
            return advance(PolicyChecked::new);
        }
    }

    /** The policy permits it. */
    final class PolicyChecked
            extends CertificateBase<Input> implements ParameterDefaultsCertificate {
        PolicyChecked(Proof proof) {
            super(proof, Stage.POLICY_CHECKED, "parameter.defaults");
        }

        /** {@return what the caller's chain and the capability graph say} */
        public Step<CapabilityChecked> checkCapability() {
            return advance(CapabilityChecked::new);
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked
            extends CertificateBase<Input> implements ParameterDefaultsCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, Stage.CAPABILITY_CHECKED, "parameter.defaults");
        }

        /** {@return what the checks of window, digest and schemas say} */
        public Step<Verified> verify() {
            return advance(Verified::new);
        }
    }

    /** The verb may run. */
    final class Verified extends CertificateBase<Input> implements ParameterDefaultsCertificate {
        Verified(Proof proof) {
            super(proof, Stage.VERIFIED, "parameter.defaults");
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

package parameters;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
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
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(ParametersVerbs.DEFAULTS, input, Unchecked.class);
    }

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

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements ParameterDefaultsCertificate {
        Unchecked(Proof proof) {
            super(proof, "parameter.defaults");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements ParameterDefaultsCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "parameter.defaults");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements ParameterDefaultsCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "parameter.defaults");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, Void>
            implements ParameterDefaultsCertificate {
        Verified(Proof proof) {
            super(proof, "parameter.defaults");
        }
    }
}

package parameters;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code parameter.names} may run, stage by stage.
 *
 * @see Parameters#names
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface ParameterNamesCertificate
        extends Certificate<ParameterNamesCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(ParametersVerbs.NAMES, input, Unchecked.class);
    }

    /**
     * The arguments of {@code parameter.names}.
     *
     * @param fromAccount the argument {@code from-account}
     * @param toURLPath the argument {@code to-url-path}
     * @param snake_case the argument {@code snake-case}
     * @param x1 said here
     */
    record Input(String fromAccount, String toURLPath, String snake_case, String x1) {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements ParameterNamesCertificate {
        Unchecked(Proof proof) {
            super(proof, "parameter.names");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements ParameterNamesCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "parameter.names");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements ParameterNamesCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "parameter.names");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, Void> implements ParameterNamesCertificate {
        Verified(Proof proof) {
            super(proof, "parameter.names");
        }
    }
}

package parameters;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import java.util.List;
import java.util.Optional;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code parameter.relations} may run, stage by stage.
 *
 * @see Parameters#relations
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface ParameterRelationsCertificate
        extends Certificate<ParameterRelationsCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(ParametersVerbs.RELATIONS, input, Unchecked.class);
    }

    /**
     * The arguments of {@code parameter.relations}.
     *
     * @param verbose the argument {@code verbose}
     * @param quiet the argument {@code quiet}
     * @param target the argument {@code target}
     * @param level the argument {@code level}
     * @param must the argument {@code must}
     * @param token the argument {@code token}
     */
    record Input(
            boolean verbose,
            boolean quiet,
            Optional<String> target,
            int level,
            List<String> must,
            String token) {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements ParameterRelationsCertificate {
        Unchecked(Proof proof) {
            super(proof, "parameter.relations");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements ParameterRelationsCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "parameter.relations");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements ParameterRelationsCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "parameter.relations");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, Void>
            implements ParameterRelationsCertificate {
        Verified(Proof proof) {
            super(proof, "parameter.relations");
        }
    }
}

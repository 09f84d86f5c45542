package parameters;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code parameter.rules} may run, stage by stage.
 *
 * @see Parameters#rules
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface ParameterRulesCertificate
        extends Certificate<ParameterRulesCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(ParametersVerbs.RULES, input, Unchecked.class);
    }

    /**
     * The arguments of {@code parameter.rules}.
     *
     * @param text the argument {@code text}
     * @param color the argument {@code color}
     * @param port the argument {@code port}
     * @param names the argument {@code names}
     * @param ratios the argument {@code ratios}
     * @param counts the argument {@code counts}
     */
    record Input(
            String text,
            Optional<String> color,
            int port,
            List<String> names,
            Set<Double> ratios,
            Map<String, Integer> counts) {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements ParameterRulesCertificate {
        Unchecked(Proof proof) {
            super(proof, "parameter.rules");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements ParameterRulesCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "parameter.rules");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements ParameterRulesCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "parameter.rules");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, Void> implements ParameterRulesCertificate {
        Verified(Proof proof) {
            super(proof, "parameter.rules");
        }
    }
}

package clashes;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code clash.values} may run, stage by stage.
 *
 * @see Clashes#values
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface ClashValuesCertificate extends Certificate<ClashValuesCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(ClashesVerbs.VALUES, input, Unchecked.class);
    }

    /**
     * The arguments of {@code clash.values}.
     *
     * @param verb the argument {@code verb}
     * @param out the argument {@code out}
     * @param in the argument {@code in}
     * @param proof the argument {@code proof}
     * @param dispatch the argument {@code dispatch}
     * @param handler the argument {@code handler}
     * @param it the argument {@code it}
     * @param result the argument {@code result}
     */
    record Input(
            int verb,
            int out,
            int in,
            int proof,
            int dispatch,
            int handler,
            int it,
            int result) {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements ClashValuesCertificate {
        Unchecked(Proof proof) {
            super(proof, "clash.values");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements ClashValuesCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "clash.values");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements ClashValuesCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "clash.values");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, Integer> implements ClashValuesCertificate {
        Verified(Proof proof) {
            super(proof, "clash.values");
        }
    }
}

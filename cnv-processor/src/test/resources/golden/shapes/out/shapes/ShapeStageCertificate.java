package shapes;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code shape.stage} may run, stage by stage.
 *
 * @see Shapes#stage
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface ShapeStageCertificate extends Certificate<ShapeStageCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(ShapesVerbs.STAGE, input, Unchecked.class);
    }

    /**
     * The arguments of {@code shape.stage}.
     *
     * @param name the argument {@code name}
     */
    record Input(String name) {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements ShapeStageCertificate {
        Unchecked(Proof proof) {
            super(proof, "shape.stage");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements ShapeStageCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "shape.stage");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements ShapeStageCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "shape.stage");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, String> implements ShapeStageCertificate {
        Verified(Proof proof) {
            super(proof, "shape.stage");
        }
    }
}

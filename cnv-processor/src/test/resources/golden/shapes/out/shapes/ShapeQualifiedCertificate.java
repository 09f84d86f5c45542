package shapes;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code shape.qualified} may run, stage by stage.
 *
 * @see Shapes#qualified
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface ShapeQualifiedCertificate
        extends Certificate<ShapeQualifiedCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(ShapesVerbs.QUALIFIED, input, Unchecked.class);
    }

    /**
     * The arguments of {@code shape.qualified}.
     *
     * @param count the argument {@code count}
     */
    record Input(int count) {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements ShapeQualifiedCertificate {
        Unchecked(Proof proof) {
            super(proof, "shape.qualified");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements ShapeQualifiedCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "shape.qualified");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements ShapeQualifiedCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "shape.qualified");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, String>
            implements ShapeQualifiedCertificate {
        Verified(Proof proof) {
            super(proof, "shape.qualified");
        }
    }
}

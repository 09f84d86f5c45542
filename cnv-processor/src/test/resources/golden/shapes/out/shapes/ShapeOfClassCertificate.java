package shapes;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code shape.of-class} may run, stage by stage.
 *
 * @see Shapes#ofClass
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface ShapeOfClassCertificate extends Certificate<ShapeOfClassCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(ShapesVerbs.OF_CLASS, input, Unchecked.class);
    }

    /**
     * The arguments of {@code shape.of-class}.
     *
     * @param left the argument {@code left}
     * @param right the argument {@code right}
     */
    record Input(int left, int right) {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements ShapeOfClassCertificate {
        Unchecked(Proof proof) {
            super(proof, "shape.of-class");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements ShapeOfClassCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "shape.of-class");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements ShapeOfClassCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "shape.of-class");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, Integer>
            implements ShapeOfClassCertificate {
        Verified(Proof proof) {
            super(proof, "shape.of-class");
        }
    }
}

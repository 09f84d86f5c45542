package shapes;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code shape.given.name} may run, stage by stage.
 *
 * @see Shapes.Given#name
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface ShapeGivenNameCertificate
        extends Certificate<ShapeGivenNameCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(Shapes_GivenVerbs.NAME, input, Unchecked.class);
    }

    /** The arguments of {@code shape.given.name}. */
    record Input() {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements ShapeGivenNameCertificate {
        Unchecked(Proof proof) {
            super(proof, "shape.given.name");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements ShapeGivenNameCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "shape.given.name");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements ShapeGivenNameCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "shape.given.name");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, String>
            implements ShapeGivenNameCertificate {
        Verified(Proof proof) {
            super(proof, "shape.given.name");
        }
    }
}

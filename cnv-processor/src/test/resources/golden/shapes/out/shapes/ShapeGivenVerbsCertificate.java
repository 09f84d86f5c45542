package shapes;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import java.util.List;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code shape.given.verbs} may run, stage by stage.
 *
 * @see Shapes.Given#verbs
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface ShapeGivenVerbsCertificate
        extends Certificate<ShapeGivenVerbsCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(Shapes_GivenVerbs.VERBS, input, Unchecked.class);
    }

    /** The arguments of {@code shape.given.verbs}. */
    record Input() {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements ShapeGivenVerbsCertificate {
        Unchecked(Proof proof) {
            super(proof, "shape.given.verbs");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements ShapeGivenVerbsCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "shape.given.verbs");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements ShapeGivenVerbsCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "shape.given.verbs");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, List<String>>
            implements ShapeGivenVerbsCertificate {
        Verified(Proof proof) {
            super(proof, "shape.given.verbs");
        }
    }
}

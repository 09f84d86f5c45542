package shapes;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code shape.proof-only} may run, stage by stage.
 *
 * @see Shapes#proofOnly
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface ShapeProofOnlyCertificate
        extends Certificate<ShapeProofOnlyCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(ShapesVerbs.PROOF_ONLY, input, Unchecked.class);
    }

    /** The arguments of {@code shape.proof-only}. */
    record Input() {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements ShapeProofOnlyCertificate {
        Unchecked(Proof proof) {
            super(proof, "shape.proof-only");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements ShapeProofOnlyCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "shape.proof-only");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements ShapeProofOnlyCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "shape.proof-only");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, String>
            implements ShapeProofOnlyCertificate {
        Verified(Proof proof) {
            super(proof, "shape.proof-only");
        }
    }
}

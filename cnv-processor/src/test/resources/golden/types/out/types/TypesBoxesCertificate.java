package types;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code types.boxes} may run, stage by stage.
 *
 * @see Types#boxes
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface TypesBoxesCertificate extends Certificate<TypesBoxesCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(TypesVerbs.BOXES, input, Unchecked.class);
    }

    /**
     * The arguments of {@code types.boxes}.
     *
     * @param a the argument {@code a}
     * @param b the argument {@code b}
     * @param c the argument {@code c}
     * @param d the argument {@code d}
     * @param e the argument {@code e}
     * @param f the argument {@code f}
     * @param g the argument {@code g}
     * @param h the argument {@code h}
     */
    record Input(Boolean a, Byte b, Short c, Integer d, Long e, Float f, Double g, Character h) {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements TypesBoxesCertificate {
        Unchecked(Proof proof) {
            super(proof, "types.boxes");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements TypesBoxesCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "types.boxes");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements TypesBoxesCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "types.boxes");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, Void> implements TypesBoxesCertificate {
        Verified(Proof proof) {
            super(proof, "types.boxes");
        }
    }
}

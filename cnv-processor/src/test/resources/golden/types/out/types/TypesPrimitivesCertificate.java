package types;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code types.primitives} may run, stage by stage.
 *
 * @see Types#primitives
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface TypesPrimitivesCertificate
        extends Certificate<TypesPrimitivesCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(TypesVerbs.PRIMITIVES, input, Unchecked.class);
    }

    /**
     * The arguments of {@code types.primitives}.
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
    record Input(boolean a, byte b, short c, int d, long e, float f, double g, char h) {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements TypesPrimitivesCertificate {
        Unchecked(Proof proof) {
            super(proof, "types.primitives");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements TypesPrimitivesCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "types.primitives");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements TypesPrimitivesCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "types.primitives");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, Void>
            implements TypesPrimitivesCertificate {
        Verified(Proof proof) {
            super(proof, "types.primitives");
        }
    }
}

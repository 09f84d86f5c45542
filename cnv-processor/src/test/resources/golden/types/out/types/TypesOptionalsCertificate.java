package types;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import java.util.List;
import java.util.Optional;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code types.optionals} may run, stage by stage.
 *
 * @see Types#optionals
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface TypesOptionalsCertificate
        extends Certificate<TypesOptionalsCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(TypesVerbs.OPTIONALS, input, Unchecked.class);
    }

    /**
     * The arguments of {@code types.optionals}.
     *
     * @param a the argument {@code a}
     * @param b the argument {@code b}
     * @param c the argument {@code c}
     * @param d the argument {@code d}
     * @param e the argument {@code e}
     * @param f the argument {@code f}
     * @param g the argument {@code g}
     */
    record Input(
            Optional<Boolean> a,
            Optional<Integer> b,
            Optional<String> c,
            Optional<Types.Color> d,
            Optional<Types.Point> e,
            Optional<List<String>> f,
            Optional<byte[]> g) {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements TypesOptionalsCertificate {
        Unchecked(Proof proof) {
            super(proof, "types.optionals");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements TypesOptionalsCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "types.optionals");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements TypesOptionalsCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "types.optionals");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, Void> implements TypesOptionalsCertificate {
        Verified(Proof proof) {
            super(proof, "types.optionals");
        }
    }
}

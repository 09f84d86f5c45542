package types;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code types.collections} may run, stage by stage.
 *
 * @see Types#collections
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface TypesCollectionsCertificate
        extends Certificate<TypesCollectionsCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(TypesVerbs.COLLECTIONS, input, Unchecked.class);
    }

    /**
     * The arguments of {@code types.collections}.
     *
     * @param a the argument {@code a}
     * @param b the argument {@code b}
     * @param c the argument {@code c}
     * @param d the argument {@code d}
     * @param e the argument {@code e}
     * @param f the argument {@code f}
     * @param g the argument {@code g}
     * @param h the argument {@code h}
     * @param i the argument {@code i}
     */
    record Input(
            List<String> a,
            Set<Integer> b,
            Map<String, Duration> c,
            List<Types.Color> d,
            Set<Types.Point> e,
            Map<String, Types.Line> f,
            List<List<Integer>> g,
            Map<String, Map<String, List<Types.Point>>> h,
            List<byte[]> i) {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements TypesCollectionsCertificate {
        Unchecked(Proof proof) {
            super(proof, "types.collections");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements TypesCollectionsCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "types.collections");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements TypesCollectionsCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "types.collections");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, Void>
            implements TypesCollectionsCertificate {
        Verified(Proof proof) {
            super(proof, "types.collections");
        }
    }
}

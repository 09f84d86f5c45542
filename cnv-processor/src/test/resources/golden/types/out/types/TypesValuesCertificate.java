package types;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code types.values} may run, stage by stage.
 *
 * @see Types#values
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface TypesValuesCertificate extends Certificate<TypesValuesCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(TypesVerbs.VALUES, input, Unchecked.class);
    }

    /**
     * The arguments of {@code types.values}.
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
     * @param j the argument {@code j}
     */
    record Input(
            String a,
            BigDecimal b,
            Path c,
            URI d,
            InetAddress e,
            Duration f,
            Instant g,
            UUID h,
            byte[] i,
            Types.Color j) {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements TypesValuesCertificate {
        Unchecked(Proof proof) {
            super(proof, "types.values");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements TypesValuesCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "types.values");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements TypesValuesCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "types.values");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, Void> implements TypesValuesCertificate {
        Verified(Proof proof) {
            super(proof, "types.values");
        }
    }
}

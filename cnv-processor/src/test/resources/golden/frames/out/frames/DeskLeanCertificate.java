package frames;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code desk.lean} may run, stage by stage.
 *
 * @see Desk#lean
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface DeskLeanCertificate extends Certificate<DeskLeanCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(DeskVerbs.LEAN, input, Unchecked.class);
    }

    /**
     * The arguments of {@code desk.lean}.
     *
     * @param weight the argument {@code weight}
     * @param bias the argument {@code bias}
     * @param mark the argument {@code mark}
     * @param level the argument {@code level}
     */
    record Input(double weight, float bias, char mark, byte level) {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements DeskLeanCertificate {
        Unchecked(Proof proof) {
            super(proof, "desk.lean");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements DeskLeanCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "desk.lean");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements DeskLeanCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "desk.lean");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, Desk.Side> implements DeskLeanCertificate {
        Verified(Proof proof) {
            super(proof, "desk.lean");
        }
    }
}

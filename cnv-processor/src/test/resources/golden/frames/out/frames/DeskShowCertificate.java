package frames;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code desk.show} may run, stage by stage.
 *
 * @see Desk#show
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface DeskShowCertificate extends Certificate<DeskShowCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(DeskVerbs.SHOW, input, Unchecked.class);
    }

    /** The arguments of {@code desk.show}. */
    record Input() {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements DeskShowCertificate {
        Unchecked(Proof proof) {
            super(proof, "desk.show");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements DeskShowCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "desk.show");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements DeskShowCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "desk.show");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, Long> implements DeskShowCertificate {
        Verified(Proof proof) {
            super(proof, "desk.show");
        }
    }
}

package visibility;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code hidden.show} may run, stage by stage.
 *
 * @see Hidden#show
 */
@Generated("dev.cnv.processor.CnvProcessor")
sealed interface HiddenShowCertificate extends Certificate<HiddenShowCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(HiddenVerbs.SHOW, input, Unchecked.class);
    }

    /**
     * The arguments of {@code hidden.show}.
     *
     * @param part the argument {@code part}
     */
    record Input(Hidden.Part part) {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements HiddenShowCertificate {
        Unchecked(Proof proof) {
            super(proof, "hidden.show");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements HiddenShowCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "hidden.show");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements HiddenShowCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "hidden.show");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, Hidden.Part>
            implements HiddenShowCertificate {
        Verified(Proof proof) {
            super(proof, "hidden.show");
        }
    }
}

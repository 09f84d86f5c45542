package visibility;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import java.util.List;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code mixed.inside} may run, stage by stage.
 *
 * @see Mixed#inside
 */
@Generated("dev.cnv.processor.CnvProcessor")
@SuppressWarnings({"deprecation", "removal"})
sealed interface MixedInsideCertificate extends Certificate<MixedInsideCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(MixedVerbs.INSIDE, input, Unchecked.class);
    }

    /**
     * The arguments of {@code mixed.inside}.
     *
     * @param parts the argument {@code parts}
     */
    record Input(List<Hidden.Part> parts) {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements MixedInsideCertificate {
        Unchecked(Proof proof) {
            super(proof, "mixed.inside");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements MixedInsideCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "mixed.inside");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements MixedInsideCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "mixed.inside");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, List<Hidden.Part>>
            implements MixedInsideCertificate {
        Verified(Proof proof) {
            super(proof, "mixed.inside");
        }
    }
}

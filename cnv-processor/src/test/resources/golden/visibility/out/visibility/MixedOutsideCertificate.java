package visibility;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code mixed.outside} may run, stage by stage.
 *
 * @see Mixed#outside
 */
@Generated("dev.cnv.processor.CnvProcessor")
@SuppressWarnings({"deprecation", "removal"})
public sealed interface MixedOutsideCertificate extends Certificate<MixedOutsideCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(MixedVerbs.OUTSIDE, input, Unchecked.class);
    }

    /**
     * The arguments of {@code mixed.outside}.
     *
     * @param old the argument {@code old}
     * @param TO the argument {@code to}
     * @param AccountsVerbs the argument {@code accounts-verbs}
     */
    record Input(Mixed.Old old, int TO, String AccountsVerbs) {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements MixedOutsideCertificate {
        Unchecked(Proof proof) {
            super(proof, "mixed.outside");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements MixedOutsideCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "mixed.outside");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements MixedOutsideCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "mixed.outside");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, Mixed.Old>
            implements MixedOutsideCertificate {
        Verified(Proof proof) {
            super(proof, "mixed.outside");
        }
    }
}

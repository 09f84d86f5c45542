package documentation;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code documented.tricky} may run, stage by stage.
 *
 * @see Documented#tricky
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface DocumentedTrickyCertificate
        extends Certificate<DocumentedTrickyCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(DocumentedVerbs.TRICKY, input, Unchecked.class);
    }

    /** The arguments of {@code documented.tricky}. */
    record Input() {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements DocumentedTrickyCertificate {
        Unchecked(Proof proof) {
            super(proof, "documented.tricky");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements DocumentedTrickyCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "documented.tricky");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements DocumentedTrickyCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "documented.tricky");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, Void>
            implements DocumentedTrickyCertificate {
        Verified(Proof proof) {
            super(proof, "documented.tricky");
        }
    }
}

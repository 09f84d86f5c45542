package documentation;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code documented.show} may run, stage by stage.
 *
 * @see Documented#show
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface DocumentedShowCertificate
        extends Certificate<DocumentedShowCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(DocumentedVerbs.SHOW, input, Unchecked.class);
    }

    /**
     * The arguments of {@code documented.show}.
     *
     * @param point where it is
     * @param name what it is called
     * @param other Given here.
     */
    record Input(Documented.Point point, String name, int other) {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements DocumentedShowCertificate {
        Unchecked(Proof proof) {
            super(proof, "documented.show");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements DocumentedShowCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "documented.show");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements DocumentedShowCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "documented.show");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, Void> implements DocumentedShowCertificate {
        Verified(Proof proof) {
            super(proof, "documented.show");
        }
    }
}

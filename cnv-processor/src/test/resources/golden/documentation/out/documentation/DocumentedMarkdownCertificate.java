package documentation;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code documented.markdown} may run, stage by stage.
 *
 * @see Documented#markdown
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface DocumentedMarkdownCertificate
        extends Certificate<DocumentedMarkdownCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(DocumentedVerbs.MARKDOWN, input, Unchecked.class);
    }

    /**
     * The arguments of {@code documented.markdown}.
     *
     * @param name the name
     */
    record Input(String name) {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements DocumentedMarkdownCertificate {
        Unchecked(Proof proof) {
            super(proof, "documented.markdown");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements DocumentedMarkdownCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "documented.markdown");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements DocumentedMarkdownCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "documented.markdown");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, Void>
            implements DocumentedMarkdownCertificate {
        Verified(Proof proof) {
            super(proof, "documented.markdown");
        }
    }
}

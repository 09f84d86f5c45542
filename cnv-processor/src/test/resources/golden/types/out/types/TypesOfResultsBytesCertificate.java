package types;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code types.of-results-bytes} may run, stage by stage.
 *
 * @see Types#bytes
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface TypesOfResultsBytesCertificate
        extends Certificate<TypesOfResultsBytesCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(TypesVerbs.BYTES, input, Unchecked.class);
    }

    /** The arguments of {@code types.of-results-bytes}. */
    record Input() {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements TypesOfResultsBytesCertificate {
        Unchecked(Proof proof) {
            super(proof, "types.of-results-bytes");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements TypesOfResultsBytesCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "types.of-results-bytes");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements TypesOfResultsBytesCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "types.of-results-bytes");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, byte[]>
            implements TypesOfResultsBytesCertificate {
        Verified(Proof proof) {
            super(proof, "types.of-results-bytes");
        }
    }
}

package types;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code types.of-results-choice} may run, stage by stage.
 *
 * @see Types#choice
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface TypesOfResultsChoiceCertificate
        extends Certificate<TypesOfResultsChoiceCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(TypesVerbs.CHOICE, input, Unchecked.class);
    }

    /** The arguments of {@code types.of-results-choice}. */
    record Input() {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements TypesOfResultsChoiceCertificate {
        Unchecked(Proof proof) {
            super(proof, "types.of-results-choice");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements TypesOfResultsChoiceCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "types.of-results-choice");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements TypesOfResultsChoiceCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "types.of-results-choice");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, Types.Color>
            implements TypesOfResultsChoiceCertificate {
        Verified(Proof proof) {
            super(proof, "types.of-results-choice");
        }
    }
}

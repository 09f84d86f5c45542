package types;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import java.util.Optional;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code types.of-results-optional} may run, stage by stage.
 *
 * @see Types#optional
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface TypesOfResultsOptionalCertificate
        extends Certificate<TypesOfResultsOptionalCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(TypesVerbs.OPTIONAL, input, Unchecked.class);
    }

    /** The arguments of {@code types.of-results-optional}. */
    record Input() {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements TypesOfResultsOptionalCertificate {
        Unchecked(Proof proof) {
            super(proof, "types.of-results-optional");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements TypesOfResultsOptionalCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "types.of-results-optional");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements TypesOfResultsOptionalCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "types.of-results-optional");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, Optional<Types.Line>>
            implements TypesOfResultsOptionalCertificate {
        Verified(Proof proof) {
            super(proof, "types.of-results-optional");
        }
    }
}

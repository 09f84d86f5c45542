package types;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code types.of-results-scalar} may run, stage by stage.
 *
 * @see Types#scalar
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface TypesOfResultsScalarCertificate
        extends Certificate<TypesOfResultsScalarCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(TypesVerbs.SCALAR, input, Unchecked.class);
    }

    /** The arguments of {@code types.of-results-scalar}. */
    record Input() {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements TypesOfResultsScalarCertificate {
        Unchecked(Proof proof) {
            super(proof, "types.of-results-scalar");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements TypesOfResultsScalarCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "types.of-results-scalar");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements TypesOfResultsScalarCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "types.of-results-scalar");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, Long>
            implements TypesOfResultsScalarCertificate {
        Verified(Proof proof) {
            super(proof, "types.of-results-scalar");
        }
    }
}

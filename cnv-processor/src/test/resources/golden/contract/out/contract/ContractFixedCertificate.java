package contract;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code contract.fixed} may run, stage by stage.
 *
 * @see Contracts#fixed
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface ContractFixedCertificate
        extends Certificate<ContractFixedCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(ContractsVerbs.FIXED, input, Unchecked.class);
    }

    /** The arguments of {@code contract.fixed}. */
    record Input() {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements ContractFixedCertificate {
        Unchecked(Proof proof) {
            super(proof, "contract.fixed");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements ContractFixedCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "contract.fixed");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements ContractFixedCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "contract.fixed");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, Void> implements ContractFixedCertificate {
        Verified(Proof proof) {
            super(proof, "contract.fixed");
        }
    }
}

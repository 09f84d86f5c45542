package contract;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code contract.tree} may run, stage by stage.
 *
 * @see Contracts#tree
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface ContractTreeCertificate extends Certificate<ContractTreeCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(ContractsVerbs.TREE, input, Unchecked.class);
    }

    /** The arguments of {@code contract.tree}. */
    record Input() {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements ContractTreeCertificate {
        Unchecked(Proof proof) {
            super(proof, "contract.tree");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements ContractTreeCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "contract.tree");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements ContractTreeCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "contract.tree");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, Void> implements ContractTreeCertificate {
        Verified(Proof proof) {
            super(proof, "contract.tree");
        }
    }
}

package quickstart;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code account.transfer} may run, stage by stage.
 *
 * @see Accounts#transfer
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface AccountTransferCertificate
        extends Certificate<AccountTransferCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(AccountsVerbs.TRANSFER, input, Unchecked.class);
    }

    /**
     * The arguments of {@code account.transfer}.
     *
     * @param from the account that pays
     * @param to the account that receives
     * @param cents the amount in cents
     */
    record Input(String from, String to, long cents) {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements AccountTransferCertificate {
        Unchecked(Proof proof) {
            super(proof, "account.transfer");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements AccountTransferCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "account.transfer");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements AccountTransferCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "account.transfer");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, Accounts.Balances>
            implements AccountTransferCertificate {
        Verified(Proof proof) {
            super(proof, "account.transfer");
        }
    }
}

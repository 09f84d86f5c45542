package quickstart;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Stage;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.spi.CertificateBase;
import dev.cnv.runtime.spi.Proof;
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
        return session.prepare(AccountsVerbs.TRANSFER, input, Unchecked::new);
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
    final class Unchecked extends CertificateBase<Input> implements AccountTransferCertificate {
        Unchecked(Proof proof) {
            super(proof, Stage.UNCHECKED, "account.transfer");
        }

        /** {@return what the policy says} */
        public Step<PolicyChecked> checkPolicy() {
            return advance(PolicyChecked::new);
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends CertificateBase<Input> implements AccountTransferCertificate {
        PolicyChecked(Proof proof) {
            super(proof, Stage.POLICY_CHECKED, "account.transfer");
        }

        /** {@return what the caller's chain and the capability graph say} */
        public Step<CapabilityChecked> checkCapability() {
            return advance(CapabilityChecked::new);
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked
            extends CertificateBase<Input> implements AccountTransferCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, Stage.CAPABILITY_CHECKED, "account.transfer");
        }

        /** {@return what the checks of window, digest and schemas say} */
        public Step<Verified> verify() {
            return advance(Verified::new);
        }
    }

    /** The verb may run. */
    final class Verified extends CertificateBase<Input> implements AccountTransferCertificate {
        Verified(Proof proof) {
            super(proof, Stage.VERIFIED, "account.transfer");
        }

        /** {@return what becomes of the call, which is admitted and run} */
        public Outcome<Accounts.Balances> run() {
            return execute();
        }
    }
}

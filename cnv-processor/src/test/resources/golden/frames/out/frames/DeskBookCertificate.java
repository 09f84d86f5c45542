package frames;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.Staged;
import javax.annotation.processing.Generated;

/**
 * The proof that one call of {@code desk.book} may run, stage by stage.
 *
 * @see Desk#book
 */
@Generated("dev.cnv.processor.CnvProcessor")
public sealed interface DeskBookCertificate extends Certificate<DeskBookCertificate.Input> {
    /**
     * Begins a call that is stepped by hand.
     *
     * @param session the caller
     * @param input the arguments
     * @return the first certificate, or why there is none
     */
    static Step<Unchecked> prepare(Session session, Input input) {
        return session.prepare(DeskVerbs.BOOK, input, Unchecked.class);
    }

    /**
     * The arguments of {@code desk.book}.
     *
     * @param client who orders
     * @param open whether it stays
     * @param cents the price
     * @param side which way
     * @param lot how many
     */
    record Input(int client, boolean open, long cents, Desk.Side side, short lot) {}

    /** Decoded and attributed to a caller; nothing is checked. */
    final class Unchecked extends Staged.Unchecked<Input, PolicyChecked>
            implements DeskBookCertificate {
        Unchecked(Proof proof) {
            super(proof, "desk.book");
        }
    }

    /** The policy permits it. */
    final class PolicyChecked extends Staged.PolicyChecked<Input, CapabilityChecked>
            implements DeskBookCertificate {
        PolicyChecked(Proof proof) {
            super(proof, "desk.book");
        }
    }

    /** The caller's chain grants it, and all it requires is in reach. */
    final class CapabilityChecked extends Staged.CapabilityChecked<Input, Verified>
            implements DeskBookCertificate {
        CapabilityChecked(Proof proof) {
            super(proof, "desk.book");
        }
    }

    /** The verb may run. */
    final class Verified extends Staged.Verified<Input, Long> implements DeskBookCertificate {
        Verified(Proof proof) {
            super(proof, "desk.book");
        }
    }
}

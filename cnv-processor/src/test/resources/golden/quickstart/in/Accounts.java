package quickstart;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;
import dev.cnv.annotations.Sensitivity;
import java.util.Optional;

/** Accounts and the money on them. More text. */
public final class Accounts {

    /** What is left on both sides.
     *
     * @param from left on the source
     * @param note what the bank says
     */
    public record Balances(long from, Optional<String> note) {}

    /**
     * Moves money from one account to another.
     *
     * @param from the account that pays
     * @param to the account that receives
     * @param cents the amount in cents
     * @return what is left on both
     */
    @Capability(id = "account.transfer")
    @Effects(value = Effect.MUTATE_STATE, sensitivity = Sensitivity.HIGH, data = DataTag.FINANCIAL)
    public Balances transfer(
            AccountTransferCertificate.Verified proof, String from, String to, @Param(min = "1") long cents) {
        return new Balances(proof.input().cents() - cents, Optional.empty());
    }
}

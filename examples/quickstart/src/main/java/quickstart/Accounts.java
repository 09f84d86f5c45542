package quickstart;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;
import dev.cnv.annotations.Sensitivity;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

// region: handler
/** Accounts and the money on them. */
public final class Accounts {

    private final Map<String, Long> cents =
            new ConcurrentHashMap<>(Map.of("alice", 1000L, "bob", 0L));

    /**
     * Moves money from one account to another.
     *
     * @param from the account that pays
     * @param to the account that receives
     * @param amount how many cents
     * @return what is left on the account that paid
     */
    @Capability(id = "account.transfer")
    @Effects(value = Effect.MUTATE_STATE, sensitivity = Sensitivity.HIGH)
    public synchronized long transfer(
            AccountTransferCertificate.Verified proof,
            String from,
            String to,
            @Param(min = "1") long amount) {
        if (cents.getOrDefault(from, 0L) < amount) {
            throw new IllegalArgumentException(
                    "account=" + from + " has less than amount=" + amount);
        }
        cents.merge(to, amount, Long::sum);
        return cents.merge(from, -amount, Long::sum);
    }
}
// endregion

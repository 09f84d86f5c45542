package quickstart;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;
import dev.cnv.annotations.Sensitivity;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Accounts and the money on them. */
public final class Accounts {

    private final Map<String, Long> cents = new ConcurrentHashMap<>(Map.of("alice", 1000L, "bob", 0L));

    /**
     * Moves money from one account to another.
     *
     * @param from the account that pays
     * @param to the account that receives
     * @param amount how many cents
     * @return what is left on the account that paid
     */
    @Capability(id = "account.transfer")
    @Effects(value = Effect.MUTATE_STATE, sensitivity = Sensitivity.HIGH, data = DataTag.FINANCIAL)
    public synchronized long transfer(String from, String to, @Param(name = "cents", min = "1") long amount) {
        if (cents.getOrDefault(from, 0L) < amount) {
            throw new IllegalArgumentException("account=" + from + " has less than cents=" + amount);
        }
        cents.merge(to, amount, Long::sum);
        return cents.merge(from, -amount, Long::sum);
    }
}

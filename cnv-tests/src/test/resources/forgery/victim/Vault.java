package victim;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import java.util.concurrent.atomic.AtomicInteger;

/** A vault that must never be opened without the kernel's leave. */
public final class Vault {

    /** How often the handler was reached. */
    final AtomicInteger reached = new AtomicInteger();

    /** The last proof that a handler got: the leak that a replay needs. */
    volatile VaultOpenCertificate.Verified leaked;

    /**
     * Opens the vault.
     *
     * @param door which door
     * @return how often it was opened
     */
    @Capability(id = "vault.open")
    @Effects(Effect.MUTATE_STATE)
    public int open(VaultOpenCertificate.Verified proof, String door) {
        leaked = proof;
        return reached.incrementAndGet();
    }
}

package dev.cnv.runtime.kernel;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.governance.Ledger;
import java.util.LinkedHashSet;

/**
 * Keeps the chains that decisions name by their digest, each once, so that what they granted can be seen
 * and checked again.
 *
 * <p><b>Threading:</b> safe for use by several threads; guarded by its own monitor.
 */
final class KeptChains {

    /** How many are remembered as kept; keeping one again does no harm. */
    private static final int MAX_COUNT = 10_000;

    private final Ledger ledger;
    private final LinkedHashSet<Digest> kept = new LinkedHashSet<>();

    KeptChains(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * Keeps a chain.
     *
     * @throws dev.cnv.runtime.governance.LedgerException when it cannot be kept
     */
    void keep(Chain chain) {
        if (!ledger.keepsPayloads() || isKept(chain.digest())) {
            return;
        }
        ledger.keep(chain.bytes());
        synchronized (kept) {
            kept.add(chain.digest());
            if (kept.size() > MAX_COUNT) {
                kept.removeFirst();
            }
        }
    }

    private boolean isKept(Digest chain) {
        synchronized (kept) {
            return kept.contains(chain);
        }
    }
}

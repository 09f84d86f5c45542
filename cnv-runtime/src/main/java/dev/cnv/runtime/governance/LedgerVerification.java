package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What reading a whole ledger and checking every line of it found.
 *
 * @param records how many records are good, counted from the first up to the first damage
 * @param recordsBehindDamage how many records behind that can still be read
 * @param first when the first record's event happened
 * @param last when the last good record's event happened
 * @param unrecognised how many of the good records are of a type that this version does not know
 * @param damage the places that are not as they were written, in order, the first 100 of them
 * @param unfinishedBytes bytes at the end that belong to no complete record: being written at this
 *     moment, or left by a crash and cut when the ledger is opened next
 * @param head the leaf hash of the last good record, which stands for all up to there; all zeros for none
 * @param payloads what is in the payload store
 */
public record LedgerVerification(
        long records,
        long recordsBehindDamage,
        Optional<Instant> first,
        Optional<Instant> last,
        long unrecognised,
        List<LedgerDamage> damage,
        long unfinishedBytes,
        Digest head,
        PayloadVerification payloads) {

    /** Copies the list. */
    public LedgerVerification {
        damage = List.copyOf(damage);
    }

    /** {@return whether there is no damage, to records or payloads} */
    public boolean intact() {
        return damage.isEmpty() && payloads.damaged().isEmpty();
    }
}

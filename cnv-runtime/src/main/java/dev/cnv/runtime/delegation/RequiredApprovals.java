package dev.cnv.runtime.delegation;

import dev.cnv.runtime.crypto.PublicKey;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Approvals that every call under a token needs: so many of some keys must each have signed an {@link
 * Approval} of that very call.
 *
 * @param count how many of the keys, 1 to their number
 * @param keys the approvers' keys, 1 to 16, sorted
 */
public record RequiredApprovals(int count, Set<PublicKey> keys) {

    /** The largest number of keys. */
    public static final int MAX_KEY_COUNT = 16;

    /**
     * Copies the keys and checks the numbers.
     *
     * @throws IllegalArgumentException when there are no or too many keys, or not as many as are needed
     */
    public RequiredApprovals {
        keys = Collections.unmodifiableSet(new TreeSet<>(keys));
        if (keys.isEmpty() || keys.size() > MAX_KEY_COUNT) {
            throw new IllegalArgumentException(
                    "approverKeyCount=" + keys.size() + " is not 1 to " + MAX_KEY_COUNT);
        }
        if (count < 1 || count > keys.size()) {
            throw new IllegalArgumentException(
                    "approvalCount=" + count + " is not 1 to approverKeyCount=" + keys.size());
        }
    }

    /**
     * Whether whoever fulfils this demand fulfils another too. Of any {@code count} keys of this one,
     * at most those that the other does not name are lost to it.
     *
     * @param other the other demand
     * @return true when this one is the same or stricter
     */
    public boolean includes(RequiredApprovals other) {
        long foreign = keys.stream().filter(key -> !other.keys.contains(key)).count();
        return count - foreign >= other.count;
    }

    /** Whether some signers fulfil it. */
    boolean fulfilledBy(Set<PublicKey> signers) {
        return keys.stream().filter(signers::contains).count() >= count;
    }

    /** {@return the demand in words, with short key ids} */
    @Override
    public String toString() {
        return count + " of " + keys.stream().map(key -> key.id().shortHex()).toList();
    }
}

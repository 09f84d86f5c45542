package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SignatureSuite;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How many of whom must approve, and when one demand is as strict as another. */
class RequiredApprovalsTest {

    private static PublicKey key(int number) {
        byte[] raw = new byte[32];
        raw[0] = (byte) number;
        return PublicKey.ofRaw(SignatureSuite.ED25519, raw);
    }

    private static Set<PublicKey> keys(int from, int to) {
        Set<PublicKey> keys = new HashSet<>();
        for (int i = from; i < to; i++) {
            keys.add(key(i));
        }
        return keys;
    }

    private static RequiredApprovals of(int count, Set<PublicKey> keys) {
        return new RequiredApprovals(count, keys);
    }

    @Test
    void new_countOrKeysOutOfRange_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> of(1, Set.of()));
        assertThrows(IllegalArgumentException.class, () -> of(0, keys(0, 2)));
        assertThrows(IllegalArgumentException.class, () -> of(3, keys(0, 2)));
        assertThrows(IllegalArgumentException.class, () -> of(1, keys(0, 200)));
        assertEquals(2, of(2, keys(0, 2)).count());
    }

    @Test
    void includes_countsOnlyWhoTheOtherNames() {
        RequiredApprovals twoOfThree = of(2, keys(0, 3));
        assertEquals(true, twoOfThree.includes(twoOfThree));
        assertEquals(true, of(3, keys(0, 3)).includes(twoOfThree));
        assertEquals(true, of(2, keys(0, 2)).includes(twoOfThree));
        assertEquals(false, of(1, keys(0, 3)).includes(twoOfThree));
        // One of the two may be a stranger to the other demand.
        assertEquals(false, of(2, keys(1, 4)).includes(twoOfThree));
        assertEquals(true, of(3, keys(1, 4)).includes(twoOfThree));
        assertEquals(false, of(3, keys(5, 8)).includes(twoOfThree));
    }

    /** What {@code includes} says, by trying every set of signers of four keys. */
    @Test
    void includes_everyPairOfSmallDemands_isWhatSetsOfSignersSay() {
        List<RequiredApprovals> demands = new ArrayList<>();
        for (int mask = 1; mask < 16; mask++) {
            Set<PublicKey> keys = subset(mask);
            for (int count = 1; count <= keys.size(); count++) {
                demands.add(of(count, keys));
            }
        }
        for (RequiredApprovals one : demands) {
            for (RequiredApprovals other : demands) {
                boolean always = true;
                for (int signers = 0; signers < 16; signers++) {
                    Set<PublicKey> signed = subset(signers);
                    always &= !one.fulfilledBy(signed) || other.fulfilledBy(signed);
                }
                assertEquals(always, one.includes(other), one + " over " + other);
            }
        }
    }

    private static Set<PublicKey> subset(int mask) {
        Set<PublicKey> keys = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            if ((mask >> i & 1) == 1) {
                keys.add(key(i));
            }
        }
        return keys;
    }
}

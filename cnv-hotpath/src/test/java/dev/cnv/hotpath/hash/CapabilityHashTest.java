package dev.cnv.hotpath.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cnv.runtime.capability.CapabilityId;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CapabilityHashTest {

    private final CapabilityHash hash = CapabilityHash.sha256();
    private final byte[] digest = new byte[40];

    @Test
    void digest_abc_isThePublishedDigest() {
        // FIPS 180-4's example; twice, as the first must leave nothing behind.
        for (int i = 0; i < 2; i++) {
            hash.digest("xabcx".getBytes(StandardCharsets.UTF_8), 1, 3, digest, 4);
            assertEquals(
                    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                    HexFormat.of().formatHex(digest, 4, 36));
        }
    }

    @Test
    void digest_capability_isItsMachineId() {
        byte[] id = "account.transfer@1.0.0".getBytes(StandardCharsets.UTF_8);
        hash.digest(id, 0, id.length, digest, 0);
        assertEquals(
                new CapabilityId("account.transfer").digest("1.0.0").hex(),
                HexFormat.of().formatHex(digest, 0, 32));
    }

    @Test
    void digest_outsideTheArrays_isRefusedAndLeavesNothingBehind() {
        byte[] id = "abc".getBytes(StandardCharsets.UTF_8);
        assertThrows(IndexOutOfBoundsException.class, () -> hash.digest(id, 0, 3, digest, 9));
        assertThrows(IndexOutOfBoundsException.class, () -> hash.digest(id, 1, 3, digest, 0));
        digest_abc_isThePublishedDigest();
    }
}

package dev.cnv.runtime.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.SignatureSuite;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.identity.RandomIds;
import dev.cnv.runtime.registry.DelegationRegistry;
import dev.cnv.runtime.registry.DelegationStores;
import dev.cnv.runtime.time.VirtualTime;
import dev.cnv.testing.SeededDraws;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A registry whose ledger's disk fails at each operation: as it writes, forces, and begins a segment. */
class RegistryEveryFaultTest {

    private static final int SEGMENT_BYTES = 900;
    private static final int STEPS = 12;
    private static final Trust TRUST = Trust.of(
            SigningKey.ofRawSecretKey(SignatureSuite.ED25519, new byte[32]).publicKey());

    private static DelegationRegistry registry(FileLedger ledger) {
        EventOrigins origins =
                new EventOrigins(new VirtualTime(Events.BEGIN), new RandomIds(new Random(7)));
        return DelegationStores.open(ledger, origins, new ChangeOrder(), _ -> {})
                .registry(() -> TRUST);
    }

    /** {@return what was acknowledged as revoked} */
    private static List<Digest> run(DiskDirectory disk) {
        List<Digest> acknowledged = new ArrayList<>();
        try (FileLedger ledger = Events.on(disk, SEGMENT_BYTES)) {
            DelegationRegistry registry = registry(ledger);
            for (int i = 0; i < STEPS; i++) {
                Digest token = Digest.of("token-" + i);
                long next = registry.next();
                try {
                    registry.revoke(token, "lost");
                    acknowledged.add(token);
                } catch (LedgerException _) {
                    assertFalse(registry.snapshot().revokedHere().contains(token));
                    assertEquals(next, registry.next(), "followers are told nothing");
                }
            }
        } catch (UncheckedIOException | LedgerException _) {
            // It could not be opened or closed, and says so.
        }
        return acknowledged;
    }

    @Test
    void revoke_anyOperationOfTheDiskFails_takesNoEffectAndNoneAcknowledgedIsLost() {
        LedgerEveryFaultTest.forEachFault(
                "registry", STEPS, 3, RegistryEveryFaultTest::run, (acknowledged, disk, seed) -> {
                    disk.powerFailed(new SeededDraws(seed));
                    try (FileLedger again = Events.on(disk.copy(), SEGMENT_BYTES)) {
                        List<Digest> known = registry(again).snapshot().revokedHere();
                        assertTrue(known.containsAll(acknowledged), disk.toString());
                    }
                });
    }
}

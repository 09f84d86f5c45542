package dev.cnv.runtime.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.FileLedger;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process that spends uses, shows nonces and revokes on a real ledger, killed. */
class StoresKillTest {

    private static final int ROUNDS = Integer.getInteger("cnv.registry.kills", 3);

    @TempDir
    private Path directory;

    @Test
    void kill_anywhere_losesNoAcknowledgedUseNonceOrRevocation() throws Exception {
        SplittableRandom random = new SplittableRandom(Long.getLong("cnv.property.seed", 42));
        HandTime time = new HandTime(Family.NOON);
        long spent = 0;
        Set<String> nonces = new HashSet<>();
        Set<String> revoked = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            Process child = start();
            try (BufferedReader out = child.inputReader()) {
                int acks = random.nextInt(1, 120);
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    String[] words = line.split(" ");
                    switch (words[0]) {
                        case "USE" -> {
                            spent++;
                            assertTrue(nonces.add(words[1]), line);
                        }
                        case "REVOKED" -> revoked.add(words[1]);
                        default -> throw new AssertionError(line);
                    }
                    if (--acks == 0) {
                        child.toHandle().destroyForcibly();
                    }
                }
            }
            assertTrue(child.waitFor() != 0);
            try (FileLedger ledger = FileLedger.open(directory, time)) {
                DelegationStores stores = Openings.stores(ledger, time);
                long used = ((LedgerUseCounter) stores.uses()).usedCount(StoresChild.TOKEN);
                assertTrue(used >= spent, "used=" + used + " acknowledged=" + spent);
                // A call may be decided whose acknowledgement was not read; one for each thread.
                assertTrue(used <= spent + (long) (round + 1) * StoresChild.THREADS);
                for (String nonce : nonces) {
                    assertTrue(!stores.replays().first(Digest.of(nonce), Family.EVENING), nonce);
                }
                List<Digest> known =
                        stores.registry(() -> Family.TRUST).snapshot().revokedHere();
                for (String token : revoked) {
                    assertTrue(known.contains(Digest.of(token)), token);
                }
            }
        }
        assertTrue(spent >= ROUNDS / 2, "spent=" + spent);
        assertEquals(nonces.size(), spent);
        System.out.println("registry kills=" + ROUNDS + " uses acknowledged=" + spent
                + " revocations acknowledged=" + revoked.size() + " lost=0");
    }

    @Test
    void follow_anotherProcess_seesEachAcknowledgedRevocation() throws Exception {
        HandTime time = new HandTime(Family.NOON);
        Process child = start();
        try (BufferedReader out = child.inputReader()) {
            String line = out.readLine();
            try (DelegationFollower follower = DelegationFollower.open(directory, time)) {
                int seen = 0;
                while (seen < 10) {
                    if (line.startsWith("REVOKED ")) {
                        follower.poll();
                        Digest token = Digest.of(line.split(" ")[1]);
                        assertTrue(follower.snapshot().revokedHere().contains(token), line);
                        seen++;
                    }
                    line = java.util.Objects.requireNonNull(out.readLine());
                }
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    private Process start() throws IOException {
        return dev.cnv.testing.ChildProcess.of(StoresChild.class)
                .start(List.of(directory.toString()));
    }
}

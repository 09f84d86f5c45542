package dev.cnv.runtime.registry;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.delegation.UseCounter.Allowance;
import dev.cnv.runtime.governance.EventOrigin;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.governance.Spending;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.JsonNodeFactory;

/** The process that {@link StoresKillTest} kills: it does what a kernel does, without verbs. */
final class StoresChild {

    static final Digest TOKEN = Digest.of("limited");
    static final int THREADS = 4;

    private static final List<Allowance> CHAIN =
            List.of(new Allowance(TOKEN, 1_000_000, Family.EVENING));

    private StoresChild() {}

    public static void main(String[] args) {
        HandTime time = new HandTime(Family.NOON);
        FileLedger ledger = FileLedger.open(Path.of(args[0]), time);
        DelegationStores stores = Openings.stores(ledger, time);
        DelegationRegistry registry = stores.registry(() -> Family.TRUST);
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            new Thread(() -> work(ledger, stores, registry, thread)).start();
        }
    }

    private static void work(
            FileLedger ledger, DelegationStores stores, DelegationRegistry registry, int thread) {
        for (int i = 0; ; i++) {
            String name = ProcessHandle.current().pid() + "/" + thread + "/" + i;
            boolean first = stores.replays().first(Digest.of(name), Family.EVENING);
            if (!first || stores.uses().reserve(CHAIN).isPresent()) {
                throw new AssertionError(name);
            }
            ledger.append(decided(name), Durability.ON_DISK);
            say("USE " + name);
            if (i % 5 == 0) {
                registry.revoke(Digest.of("r" + name), "");
                say("REVOKED r" + name);
            }
        }
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    static PolicyDecision decided(String nonce) {
        return new PolicyDecision(
                new EventOrigin(
                        new UUID(3, 4),
                        Family.NOON,
                        "a",
                        "default",
                        "c",
                        Optional.empty(),
                        Map.of()),
                new UUID(1, 2),
                Optional.empty(),
                "file.read",
                "1.0.0",
                "person",
                "DIRECT",
                "a",
                Optional.empty(),
                List.of(),
                Optional.empty(),
                JsonNodeFactory.instance.objectNode(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                true,
                Optional.empty(),
                "decided",
                "",
                Optional.empty(),
                false,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                new Spending(
                        List.of(new Spending.Use(TOKEN, Family.EVENING)),
                        Optional.of(new Spending.Nonce(Digest.of(nonce), Family.EVENING))),
                Optional.empty());
    }
}

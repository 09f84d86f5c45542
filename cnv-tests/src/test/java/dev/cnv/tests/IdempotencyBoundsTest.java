package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.governance.InvocationCompleted;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.time.VirtualTime;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a key is worth when arguments are personal, a call breaks in the middle, or results are large. */
class IdempotencyBoundsTest {

    private static final CallOptions KEYED = CallOptions.NONE.idempotencyKey("k-1");

    private final Desk desk = new Desk();
    private final MemoryLedger memory = new MemoryLedger();

    private Fixture process(Ledger ledger) {
        return new Fixture(builder -> builder.verbs(new DeskVerbs(desk)).ledger(ledger));
    }

    private Fixture process() {
        return process(new Surviving(memory));
    }

    private static DeskVerbs.Calls calls(Fixture fixture) {
        return DeskVerbs.with(fixture.alice().with(KEYED));
    }

    private static Session tenant(Fixture fixture, String name, int key) {
        return fixture.alice(draft -> draft.grant("**", EffectLevel.PRIVILEGED)
                        .tenant(new dev.cnv.runtime.identity.TenantId(name)))
                .with(CallOptions.NONE.idempotencyKey("k-" + key));
    }

    @Test
    void personalArguments_afterARestart_areTheSameOrOthers(@TempDir Path folder) {
        try (Fixture first = process(FileLedger.open(folder, new VirtualTime(Fixture.NOON)))) {
            assertEquals(1, calls(first).enroll("Ada").orThrow());
        }
        try (Fixture second = process(FileLedger.open(folder, new VirtualTime(Fixture.NOON)))) {
            assertEquals(
                    Reason.IDEMPOTENCY_RECORDED, Fixture.reason(calls(second).enroll("Ada")));
            assertEquals(
                    Reason.IDEMPOTENCY_CONFLICT, Fixture.reason(calls(second).enroll("Bob")));
            assertEquals(1, desk.ran.get());
        }
    }

    @Test
    void personalArguments_erased_areComparedWithNothing() {
        try (Fixture first = process()) {
            calls(first).enroll("Ada").orThrow();
        }
        erase();
        try (Fixture second = process()) {
            assertEquals(
                    Reason.IDEMPOTENCY_RECORDED, Fixture.reason(calls(second).enroll("Ada")));
            assertEquals(1, desk.ran.get());
        }
    }

    @Test
    void personalArguments_erasedAfterACrash_areUnknown() {
        try (Fixture first = process()) {
            memory.failOn(InvocationCompleted.class::isInstance);
            assertEquals(Reason.OUTCOME_UNRECORDED, Fixture.reason(calls(first).enroll("Ada")));
            memory.failOn(_ -> false);
        }
        erase();
        try (Fixture second = process()) {
            assertEquals(
                    Reason.IDEMPOTENCY_UNKNOWN, Fixture.reason(calls(second).enroll("Ada")));
            assertEquals(1, desk.ran.get());
        }
    }

    private void erase() {
        Digest payload = memory.decisions().getFirst().argumentsPayload().orElseThrow();
        memory.erase(payload);
    }

    @Test
    void recordingThatThrows_afterTheVerbRan_keepsTheKey() {
        try (Fixture f = process()) {
            memory.failOn(event -> {
                if (event instanceof InvocationCompleted) {
                    throw new OutOfMemoryError("as while a large result is written");
                }
                return false;
            });
            assertThrows(OutOfMemoryError.class, () -> calls(f).stamp());
            memory.failOn(_ -> false);
            assertEquals(Reason.IDEMPOTENCY_UNKNOWN, Fixture.reason(calls(f).stamp()));
            assertEquals(1, desk.ran.get(), "it ran once");
        }
    }

    @Test
    void resultThatOverflowsTheStack_isAFailureThatIsRecorded() {
        try (Fixture f = process()) {
            assertEquals(Reason.HANDLER_FAILED, Fixture.reason(calls(f).dig()));
            assertEquals(Reason.HANDLER_FAILED, Fixture.reason(calls(f).dig()));
            assertEquals(1, desk.ran.get(), "it ran once");
            assertEquals("failed", memory.completions().getFirst().status());
        }
    }

    @Test
    void resultLongerThanTheLedgerKeeps_isNotKeptEither() {
        try (Fixture f = process()) {
            assertEquals(70_000, calls(f).print(70_000).orThrow().length());
            assertEquals(Reason.IDEMPOTENCY_RECORDED, Fixture.reason(calls(f).print(70_000)));
            assertEquals(1, desk.ran.get());
        }
    }

    @Test
    void bytesOfATenant_spent_leaveOthersTheirs() {
        try (Fixture f = process()) {
            int each = 60_000;
            int fit = 16 * 1024 * 1024 / (each + 2);
            for (int key = 0; key <= fit; key++) {
                DeskVerbs.with(tenant(f, "greedy", key)).print(each).orThrow();
            }
            assertEquals(
                    each,
                    DeskVerbs.with(tenant(f, "greedy", 0)).print(each).orThrow().length());
            assertEquals(
                    Reason.IDEMPOTENCY_RECORDED,
                    Fixture.reason(DeskVerbs.with(tenant(f, "greedy", fit)).print(each)));
            assertEquals(
                    each,
                    DeskVerbs.with(tenant(f, "modest", 0)).print(each).orThrow().length());
            int before = desk.ran.get();
            assertEquals(
                    each,
                    DeskVerbs.with(tenant(f, "modest", 0)).print(each).orThrow().length());
            assertEquals(before, desk.ran.get());
        }
    }

    @Test
    void keysOfATenant_spent_leaveOthersTheirs() {
        try (Fixture f = process()) {
            Session greedy = tenant(f, "greedy", 0);
            for (int key = 0; key < 20_000; key++) {
                DeskVerbs.with(greedy.with(CallOptions.NONE.idempotencyKey("k-" + key)))
                        .stamp()
                        .orThrow();
            }
            var refused = DeskVerbs.with(tenant(f, "greedy", 20_000)).stamp();
            assertEquals(Reason.CONCURRENCY_EXCEEDED, Fixture.reason(refused));
            assertTrue(DeskVerbs.with(tenant(f, "modest", 1)).stamp().orThrow() > 20_000);
            assertTrue(DeskVerbs.with(tenant(f, "greedy", 5)).stamp().orThrow() < 20_000);
        }
    }
}

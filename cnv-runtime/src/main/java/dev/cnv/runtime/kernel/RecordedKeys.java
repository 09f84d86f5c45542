package dev.cnv.runtime.kernel;

import dev.cnv.runtime.governance.DecisionStage;
import dev.cnv.runtime.governance.InvocationCompleted;
import dev.cnv.runtime.governance.LedgerRecord;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.outcome.Outcome;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Finds the idempotency keys of earlier processes in the records of a ledger.
 *
 * <p><b>Threading:</b> one reading, by one thread.
 */
final class RecordedKeys {

    private final Map<UUID, Decided> open = new HashMap<>();
    private final BiConsumer<IdempotencyStore.Key, IdempotencyStore.Entry> began;
    private final BiConsumer<IdempotencyStore.Key, Outcome<Ran>> ended;
    private final Consumer<IdempotencyStore.Key> withheld;

    /**
     * Reads nothing yet.
     *
     * @param began is told of each call with a key, which is lost while nothing else is said of it
     * @param ended is told how it ended
     * @param withheld is told that it did not run
     */
    RecordedKeys(
            BiConsumer<IdempotencyStore.Key, IdempotencyStore.Entry> began,
            BiConsumer<IdempotencyStore.Key, Outcome<Ran>> ended,
            Consumer<IdempotencyStore.Key> withheld) {
        this.began = began;
        this.ended = ended;
        this.withheld = withheld;
    }

    private record Decided(IdempotencyStore.Key key, LedgerRecord record, PolicyDecision event) {}

    /** Reads the next record. */
    void read(LedgerRecord record) {
        switch (record.event()) {
            case PolicyDecision decided -> began(record, decided);
            case InvocationCompleted completed -> ended(record, completed);
            default -> {}
        }
    }

    private void began(LedgerRecord record, PolicyDecision event) {
        if (event.idempotencyKey().isEmpty()
                || !event.permitted()
                || event.dryRun()
                || !DecisionStage.DECIDED.of(event)) {
            return;
        }
        IdempotencyStore.Key key = new IdempotencyStore.Key(
                event.tenant(),
                event.agent(),
                event.capability(),
                event.idempotencyKey().get());
        open.put(event.invocation(), new Decided(key, record, event));
        began.accept(
                key,
                new IdempotencyStore.Entry(
                        event.time(),
                        GivenArguments.of(event),
                        event.invocation(),
                        new IdempotencyStore.State.Lost()));
    }

    private void ended(LedgerRecord record, InvocationCompleted event) {
        Decided decided = open.remove(event.invocation());
        if (decided == null) {
            return;
        }
        if (event.status().equals(Runner.WITHHELD)) {
            withheld.accept(decided.key());
        } else {
            ended.accept(
                    decided.key(),
                    RecordedOutcome.of(decided.record(), decided.event(), record, event));
        }
    }
}

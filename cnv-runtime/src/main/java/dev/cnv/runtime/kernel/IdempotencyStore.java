package dev.cnv.runtime.kernel;

import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What became of the calls that carried an idempotency key. A key belongs to one agent, tenant and
 * verb, and is remembered for 24 hours, across restarts: the first call with a key reads the ledger.
 * Results are kept as far as there is {@link KeyRoom}; a key without its result still keeps its call from
 * running again.
 *
 * <p><b>Threading:</b> safe for use by several threads; guarded by its own monitor.
 */
final class IdempotencyStore {

    /** How long a key is remembered; more keys than there is room for are refused, never forgotten early. */
    static final Duration RETENTION = Duration.ofHours(24);

    private final Ledger ledger;
    private final Time time;
    private final KeyRoom room = new KeyRoom(KeyRoom.BOUNDS);
    private final LinkedHashMap<Key, Entry> entries = new LinkedHashMap<>();
    private boolean loaded;

    IdempotencyStore(Ledger ledger, Time time) {
        this.ledger = ledger;
        this.time = time;
    }

    /** Whose name for which call. */
    record Key(String tenant, String agent, String capability, String key) {

        static Optional<Key> of(Call call) {
            return call.context()
                    .idempotencyKey()
                    .filter(_ -> !call.options().dryRun())
                    .map(key -> new Key(
                            call.context().principal().tenant().value(),
                            call.context().principal().agent().id().value(),
                            call.verb().id().path(),
                            key));
        }
    }

    /** What a claim of a key comes to. */
    sealed interface Claim {
        /** The key is new; the call goes on. */
        record Fresh() implements Claim {}

        /** The key is known; this is what became of its call. */
        record Repeated(Outcome<Ran> outcome, UUID invocation) implements Claim {}

        /** The key cannot be used for this call. */
        record Refused(Denial denial) implements Claim {}
    }

    /** A call with a key, and how far it has come. */
    record Entry(Instant since, GivenArguments arguments, UUID invocation, State state) {

        Entry now(State other) {
            return new Entry(since, arguments, invocation, other);
        }

        long keptLength() {
            return state instanceof State.Ended(KeptOutcome kept) ? kept.length() : 0;
        }
    }

    /** How far a call with a key has come. */
    sealed interface State {
        /** It is on its way in this process. */
        record Running() implements State {}

        /** It began, and nobody knows how it ended. */
        record Lost() implements State {}

        /** It ended. */
        record Ended(KeptOutcome kept) implements State {}
    }

    /** Claims a key for a call. A fresh claim is followed by {@link #complete} or {@link #end}. */
    synchronized Claim claim(Key key, Call call) {
        if (!loaded) {
            read();
            loaded = true;
        }
        forgetOld();
        Entry known = entries.get(key);
        if (known != null) {
            return repeat(key, known, call);
        }
        Optional<String> full = room.refusal(key.tenant());
        if (full.isPresent()) {
            return new Claim.Refused(Denial.of(Reason.CONCURRENCY_EXCEEDED, full.get()));
        }
        room.add(key.tenant());
        entries.put(
                key,
                new Entry(
                        time.now(),
                        GivenArguments.of(call),
                        call.context().invocation(),
                        new State.Running()));
        return new Claim.Fresh();
    }

    /** Keeps the outcome of a claimed key's call. */
    synchronized void complete(Key key, Outcome<Ran> outcome) {
        entries.computeIfPresent(key, (_, entry) -> entry.now(ended(key, outcome)));
    }

    /**
     * Ends a claim, without effect when it is complete.
     *
     * @param began whether the call may have run: then its key is not free, and its outcome unknown
     */
    synchronized void end(Key key, boolean began) {
        Entry entry = entries.get(key);
        if (entry == null || !(entry.state() instanceof State.Running)) {
            return;
        }
        if (began) {
            entries.put(key, entry.now(new State.Lost()));
        } else {
            forget(key);
        }
    }

    private State ended(Key key, Outcome<Ran> outcome) {
        KeptOutcome whole = KeptOutcome.of(outcome);
        boolean fits = whole.length() <= Handlers.MAX_RECORDED_LENGTH
                && room.keep(key.tenant(), whole.length());
        return new State.Ended(fits ? whole : whole.shortened());
    }

    private Claim repeat(Key key, Entry known, Call call) {
        if (!known.arguments().same(call, ledger)) {
            return refused(
                    Reason.IDEMPOTENCY_CONFLICT,
                    key,
                    "was used with other arguments; use a new key");
        }
        return switch (known.state()) {
            case State.Ended(KeptOutcome kept) ->
                new Claim.Repeated(kept.outcome(), known.invocation());
            case State.Running() ->
                refused(
                        Reason.IDEMPOTENCY_RUNNING,
                        key,
                        "belongs to a call that is still running; ask again later");
            case State.Lost() ->
                refused(
                        Reason.IDEMPOTENCY_UNKNOWN,
                        key,
                        "belongs to invocation=" + known.invocation()
                                + ", which began and has no recorded end; find out what it did, then use a new key");
        };
    }

    private static Claim refused(Reason reason, Key key, String what) {
        return new Claim.Refused(Denial.of(reason, "idempotencyKey=" + key.key() + " " + what));
    }

    private void read() {
        Instant oldest = time.now().minus(RETENTION);
        RecordedKeys recorded = new RecordedKeys(this::remember, this::complete, this::forget);
        ledger.read(record -> {
            if (!record.event().time().isBefore(oldest)) {
                recorded.read(record);
            }
        });
    }

    /** Takes over a key that an earlier process has recorded, in the place of an older call with it. */
    private void remember(Key key, Entry recorded) {
        forget(key);
        room.add(key.tenant());
        entries.put(key, recorded);
    }

    private void forget(Key key) {
        Entry entry = entries.remove(key);
        if (entry != null) {
            room.remove(key.tenant(), entry.keptLength());
        }
    }

    private void forgetOld() {
        Instant oldest = time.now().minus(RETENTION);
        // In order of insertion, so the first one that is young enough ends the search.
        Iterator<Map.Entry<Key, Entry>> each = entries.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<Key, Entry> next = each.next();
            Entry entry = next.getValue();
            if (!entry.since().isBefore(oldest)) {
                return;
            }
            if (!(entry.state() instanceof State.Running)) {
                each.remove();
                room.remove(next.getKey().tenant(), entry.keptLength());
            }
        }
    }
}

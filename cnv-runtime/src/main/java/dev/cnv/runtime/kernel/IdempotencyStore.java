package dev.cnv.runtime.kernel;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.decode.Redaction;
import dev.cnv.runtime.governance.InvocationCompleted;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.governance.LedgerRecord;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What became of the calls that carried an idempotency key. A key belongs to one agent, tenant and
 * verb, and is remembered for 24 hours, across restarts: the first call with a key reads the ledger.
 *
 * <p><b>Threading:</b> safe for use by several threads; guarded by its own monitor.
 */
final class IdempotencyStore {

    /** How many keys are remembered at most; more are refused, never forgotten early. */
    static final int MAX_KEYS = 100_000;

    /** How long a key is remembered. */
    static final Duration RETENTION = Duration.ofHours(24);

    private final Ledger ledger;
    private final Time time;
    private final RandomGenerator random;
    private final LinkedHashMap<Key, Entry> entries = new LinkedHashMap<>();
    private boolean loaded;

    IdempotencyStore(Ledger ledger, Time time, RandomGenerator random) {
        this.random = random;
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

    private record Entry(
            Instant since,
            ObjectNode arguments,
            UUID invocation,
            boolean ours,
            Optional<Outcome<Ran>> outcome) {}

    /** Claims a key for a call. A fresh claim is followed by {@link #complete} or {@link #release}. */
    synchronized Claim claim(Key key, Call call) {
        if (!loaded) {
            load();
            loaded = true;
        }
        forgetOld();
        Entry known = entries.get(key);
        if (known != null) {
            return repeat(key, known, call);
        }
        if (entries.size() >= MAX_KEYS) {
            return new Claim.Refused(Denial.of(
                    Reason.CONCURRENCY_EXCEEDED,
                    "keys=" + entries.size()
                            + " idempotency keys are remembered, no more fit; try again later"));
        }
        entries.put(
                key,
                new Entry(
                        time.now(),
                        Redaction.redact(call.verb(), call.arguments(), random),
                        call.context().invocation(),
                        true,
                        Optional.empty()));
        return new Claim.Fresh();
    }

    synchronized void complete(Key key, Outcome<Ran> outcome) {
        entries.computeIfPresent(
                key,
                (_, e) -> new Entry(
                        e.since(), e.arguments(), e.invocation(), true, Optional.of(outcome)));
    }

    /** Gives a claimed key back: its call did not run. */
    synchronized void release(Key key) {
        entries.remove(key);
    }

    private static Claim repeat(Key key, Entry known, Call call) {
        if (!sameArguments(known.arguments(), call)) {
            return refused(
                    Reason.IDEMPOTENCY_CONFLICT,
                    key,
                    "was used with other arguments; use a new key");
        }
        if (known.outcome().isPresent()) {
            return new Claim.Repeated(known.outcome().get(), known.invocation());
        }
        return known.ours()
                ? refused(
                        Reason.IDEMPOTENCY_RUNNING,
                        key,
                        "belongs to a call that is still running; ask again later")
                : refused(
                        Reason.IDEMPOTENCY_UNKNOWN,
                        key,
                        "belongs to invocation=" + known.invocation()
                                + ", which began and has no recorded end; find out what it did, then use a new key");
    }

    /** Compares with recorded arguments, which hold commitments in the place of sensitive values. */
    private static boolean sameArguments(ObjectNode recorded, Call call) {
        ObjectNode given = call.arguments();
        return recorded.size() == given.size()
                && given.properties().stream().allMatch(argument -> {
                    JsonNode before = recorded.path(argument.getKey());
                    boolean sensitive = call.verb()
                            .parameter(argument.getKey())
                            .filter(ParameterDescriptor::sensitive)
                            .isPresent();
                    return !before.isMissingNode()
                            && (sensitive
                                    ? Redaction.commits(before, argument.getValue())
                                    : CanonicalJson.text(before)
                                            .equals(CanonicalJson.text(argument.getValue())));
                });
    }

    private static Claim refused(Reason reason, Key key, String what) {
        return new Claim.Refused(Denial.of(reason, "idempotencyKey=" + key.key() + " " + what));
    }

    private void forgetOld() {
        Instant oldest = time.now().minus(RETENTION);
        // In order of insertion, so the first one that is young enough ends the search.
        var each = entries.entrySet().iterator();
        while (each.hasNext()) {
            Entry entry = each.next().getValue();
            if (!entry.since().isBefore(oldest)) {
                return;
            }
            if (entry.outcome().isPresent() || !entry.ours()) {
                each.remove();
            }
        }
    }

    private void load() {
        Instant oldest = time.now().minus(RETENTION);
        Map<UUID, Decided> open = new HashMap<>();
        ledger.read(record -> {
            if (record.event().time().isBefore(oldest)) {
                return;
            }
            switch (record.event()) {
                case PolicyDecision decided -> began(record, decided, open);
                case InvocationCompleted completed -> ended(record, completed, open);
                default -> {}
            }
        });
    }

    private record Decided(Key key, LedgerRecord record, PolicyDecision event) {}

    private void began(LedgerRecord record, PolicyDecision event, Map<UUID, Decided> open) {
        if (event.idempotencyKey().isEmpty()
                || !event.permitted()
                || event.dryRun()
                || !event.stage().equals(Runner.DECIDED)) {
            return;
        }
        Key key = new Key(
                event.tenant(),
                event.agent(),
                event.capability(),
                event.idempotencyKey().get());
        open.put(event.invocation(), new Decided(key, record, event));
        entries.put(
                key,
                new Entry(
                        event.time(),
                        event.arguments(),
                        event.invocation(),
                        false,
                        Optional.empty()));
    }

    private void ended(LedgerRecord record, InvocationCompleted event, Map<UUID, Decided> open) {
        Decided decided = open.remove(event.invocation());
        if (decided == null) {
            return;
        }
        if (event.status().equals(Runner.WITHHELD)) {
            entries.remove(decided.key());
            return;
        }
        Outcome<Ran> outcome = RecordedOutcome.of(decided.record(), decided.event(), record, event);
        entries.computeIfPresent(
                decided.key(),
                (_, e) -> new Entry(
                        e.since(), e.arguments(), e.invocation(), false, Optional.of(outcome)));
    }
}

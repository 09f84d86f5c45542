package dev.cnv.tool;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;
import dev.cnv.audit.query.EventField;
import dev.cnv.audit.query.EventHit;
import dev.cnv.audit.query.EventLog;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.CapabilityPattern;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.governance.InvocationCompleted;
import dev.cnv.runtime.governance.LedgerDamage;
import dev.cnv.runtime.governance.LedgerRecord;
import dev.cnv.runtime.governance.LedgerVerification;
import dev.cnv.runtime.governance.PolicyDecision;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.VerbRefusedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Ledgers in files: shown, searched, checked, reported on, and their decisions evaluated again, while an
 * application may write.
 */
public final class LedgerFiles {

    private static final String USUAL_FOLDER = ".cnv/ledger";

    /**
     * A call in a ledger, or a record.
     *
     * @param index the index of its decision, or its own
     * @param time when it was decided, to the millisecond
     * @param agent who called
     * @param capability the verb
     * @param decision permitted or denied
     * @param outcome completed, failed or withheld; empty when there is none in the ledger
     * @param reason why it was denied or failed
     * @param rule the rule that decided
     * @param ran how long the handler ran, to the microsecond
     * @param message the sentence for people
     * @param type the name of the event's type, where records are asked for by index
     * @param line the record as it stands in the ledger, where records are asked for by index
     */
    public record Call(
            long index,
            Optional<Instant> time,
            String agent,
            String capability,
            String decision,
            Optional<String> outcome,
            Optional<String> reason,
            Optional<String> rule,
            Optional<Duration> ran,
            Optional<String> message,
            Optional<String> type,
            Optional<String> line) {}

    /**
     * A ledger whose every line was checked.
     *
     * @param folder where it is
     * @param records how many records it has
     * @param first when the first event happened
     * @param last when the last event happened
     * @param unrecognised how many records are of a type that this version does not know
     * @param unfinished bytes at the end that belong to no complete record yet
     * @param head the SHA-256 of the last line, which stands for all before it
     */
    public record Checked(
            String folder,
            long records,
            Optional<Instant> first,
            Optional<Instant> last,
            long unrecognised,
            long unfinished,
            String head) {}

    /**
     * Shows the calls in a ledger, the latest last. With an index it shows the records there instead, as they
     * stand: cnv ledger show 10..20 is cnv ledger show --index=10..20.
     *
     * @param dir the ledger's folder
     * @param last how many calls to show, the latest ones
     * @param denied shows denied and failed calls only
     * @param capability shows calls of these verbs only; * is one word of the path, ** the rest
     * @param agent shows calls of this agent only
     * @param index shows the records at these indices: 10, or 10..20 with both ends; no other filter
     * @return the calls, or the records
     */
    @Capability(id = "cnv.ledger.show")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, idempotent = true)
    public List<Call> show(
            @Param(flag = 'd', env = "CNV_LEDGER", defaultValue = USUAL_FOLDER) Path dir,
            @Param(flag = 'n', min = "1", max = "1000000", defaultValue = "50") int last,
            boolean denied,
            Optional<String> capability,
            Optional<String> agent,
            @Param(flag = 'i') Optional<String> index) {
        if (index.isPresent()) {
            if (denied || capability.isPresent() || agent.isPresent()) {
                throw new VerbRefusedException(Denial.of(
                        Reason.PARAMETER_CONFLICT,
                        "index=" + index.get()
                                + " names records, of which no others are left out: give it"
                                + " without denied, capability and agent"));
            }
            return records(dir, IndexRange.parse(index.get()));
        }
        Filter filter = new Filter(
                denied,
                capability.map(text -> TokenFiles.refusing(() -> new CapabilityPattern(text))),
                agent);
        Latest latest = new Latest(last, filter);
        FileLedger.read(InputFiles.ledger(dir), latest::add);
        return latest.calls();
    }

    private static List<Call> records(Path dir, IndexRange range) {
        List<Call> found = new ArrayList<>();
        try (EventLog log = EventLog.open(InputFiles.ledger(dir))) {
            log.read(range.first(), range.last() + 1, hit -> found.add(record(hit)));
        }
        if (found.size() <= range.last() - range.first()) {
            throw IndexRange.refused("index=" + (range.first() + found.size())
                    + " is behind the end of the ledger: it has no such record");
        }
        return found;
    }

    private static Call record(EventHit hit) {
        String message = hit.members().path("message").asString("");
        return new Call(
                hit.index(),
                hit.time().map(time -> time.truncatedTo(ChronoUnit.MILLIS)),
                hit.value(EventField.AGENT).orElse(""),
                hit.value(EventField.CAPABILITY).orElse(""),
                hit.value(EventField.DECISION).orElse(""),
                hit.value(EventField.STATUS),
                hit.value(EventField.REASON),
                Optional.empty(),
                Optional.empty(),
                message.isEmpty() ? Optional.empty() : Optional.of(message),
                Optional.of(hit.type()),
                Optional.of(new String(hit.line(), StandardCharsets.UTF_8)));
    }

    /**
     * Checks every line of a ledger: checksums, links and indices. Fails when one is not as it was
     * written.
     *
     * @param dir the ledger's folder
     * @return what was checked
     * @throws DamagedLedgerException when there is damage
     */
    @Capability(id = "cnv.ledger.verify")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.BATCH, idempotent = true)
    public Checked verify(
            @Param(flag = 'd', env = "CNV_LEDGER", defaultValue = USUAL_FOLDER) Path dir)
            throws DamagedLedgerException {
        LedgerVerification found = FileLedger.verify(InputFiles.ledger(dir));
        if (!found.intact()) {
            throw new DamagedLedgerException(dir, found);
        }
        return new Checked(
                dir.toString(),
                found.records(),
                found.first(),
                found.last(),
                found.unrecognised(),
                found.unfinishedBytes(),
                found.head().hex());
    }

    /** A ledger is not as it was written. */
    public static final class DamagedLedgerException extends Exception {

        private static final long serialVersionUID = 1L;

        DamagedLedgerException(Path folder, LedgerVerification found) {
            super("ledger=" + folder + " is damaged in " + found.damage().size()
                    + " places: records="
                    + found.records() + " are good before the first, recordsBehindDamage="
                    + found.recordsBehindDamage() + " can be read behind it; first: "
                    + found.damage().stream()
                            .findFirst()
                            .map(LedgerDamage::toString)
                            .orElse("none")
                    + "; damagedPayloads=" + found.payloads().damaged());
        }
    }

    private record Filter(
            boolean denied, Optional<CapabilityPattern> capability, Optional<String> agent) {

        boolean admits(Call call) {
            return capability
                            .map(pattern -> matches(pattern, call.capability()))
                            .orElse(true)
                    && agent.map(call.agent()::equals).orElse(true);
        }

        private static boolean matches(CapabilityPattern pattern, String path) {
            try {
                return pattern.matches(new CapabilityId(path));
            } catch (IllegalArgumentException _) {
                return false; // A call that named no verb is recorded with what it did name.
            }
        }
    }

    /** The latest calls that a filter admits. Keeps no more of them than are wanted. */
    private static final class Latest {

        private final int max;
        private final Filter filter;
        private final NavigableMap<Long, Call> shown = new TreeMap<>();
        /** Permitted calls of which it is not known yet whether they fail; only where that matters. */
        private final Map<Long, Call> running = new HashMap<>();

        Latest(int max, Filter filter) {
            this.max = max;
            this.filter = filter;
        }

        void add(LedgerRecord record) {
            switch (record.event()) {
                case PolicyDecision decided -> begin(record.index(), decided);
                case InvocationCompleted completed ->
                    completed.decision().ifPresent(index -> end(index, completed));
                default -> {} // About no call; a later version's are counted by verify.
            }
        }

        List<Call> calls() {
            return List.copyOf(shown.values());
        }

        private void begin(long index, PolicyDecision decided) {
            Call call = call(index, decided);
            if (!filter.admits(call)) {
                return;
            }
            if (filter.denied() && decided.permitted()) {
                running.put(index, call);
            } else {
                show(call);
            }
        }

        private void end(long index, InvocationCompleted completed) {
            Call begun = filter.denied() ? running.remove(index) : shown.get(index);
            if (begun != null && (!filter.denied() || completed.reason().isPresent())) {
                show(ended(begun, completed));
            }
        }

        private void show(Call call) {
            shown.put(call.index(), call);
            if (shown.size() > max) {
                shown.remove(shown.firstKey());
            }
        }

        private static Call call(long index, PolicyDecision decided) {
            return new Call(
                    index,
                    Optional.of(decided.time().truncatedTo(ChronoUnit.MILLIS)),
                    decided.agent(),
                    decided.capability(),
                    decided.permitted() ? "permitted" : "denied",
                    Optional.empty(),
                    decided.reason().map(Reason::code),
                    decided.ruleMatched(),
                    Optional.empty(),
                    text(decided.message()),
                    Optional.empty(),
                    Optional.empty());
        }

        private static Call ended(Call call, InvocationCompleted completed) {
            return new Call(
                    call.index(),
                    call.time(),
                    call.agent(),
                    call.capability(),
                    call.decision(),
                    Optional.of(completed.status()),
                    completed.reason().map(Reason::code).or(call::reason),
                    call.rule(),
                    Optional.of(
                            Duration.ofNanos(completed.runNanos()).truncatedTo(ChronoUnit.MICROS)),
                    text(completed.message()).or(call::message),
                    Optional.empty(),
                    Optional.empty());
        }

        private static Optional<String> text(String message) {
            return message.isEmpty() ? Optional.empty() : Optional.of(message);
        }
    }
}

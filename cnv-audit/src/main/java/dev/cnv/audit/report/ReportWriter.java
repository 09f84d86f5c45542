package dev.cnv.audit.report;

import dev.cnv.audit.query.EventField;
import dev.cnv.audit.query.EventHit;
import dev.cnv.audit.query.EventLog;
import dev.cnv.audit.query.EventQuery;
import dev.cnv.audit.report.ComplianceReport.Checkpoint;
import dev.cnv.audit.report.ComplianceReport.Day;
import dev.cnv.audit.report.ComplianceReport.ModeChange;
import dev.cnv.audit.report.ComplianceReport.PolicyChange;
import dev.cnv.audit.report.ComplianceReport.PolicyUse;
import dev.cnv.audit.report.ComplianceReport.Rows;
import dev.cnv.audit.report.ComplianceReport.Violation;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Makes a report by reading every line of a ledger once, from its begin: what is in the span may rest on what
 * was before. No index is trusted. Memory grows with the calls that have not ended, the tokens that were
 * revoked or expired, the policies and the days, not with the ledger.
 *
 * <p><b>Threading:</b> for one thread.
 */
public final class ReportWriter {

    private final @Nullable Instant from;
    private final @Nullable Instant to;
    private final CallClaims claims = new CallClaims();
    private final Table<Violation> violations = new Table<>();
    private final Table<ModeChange> modes = new Table<>();
    private final Table<PolicyChange> changes = new Table<>();
    private final Map<String, PolicyUse> policies = new LinkedHashMap<>();
    private final Map<String, Day> days = new TreeMap<>();
    private @Nullable Checkpoint checkpoint;
    private long events;

    private ReportWriter(Optional<Instant> from, Optional<Instant> to) {
        this.from = from.orElse(null);
        this.to = to.orElse(null);
    }

    /**
     * Makes a report.
     *
     * @param ledger the ledger's folder
     * @param from where the span begins
     * @param to where it ends, itself not in it
     * @param clock the source of time
     * @return the report
     * @throws dev.cnv.runtime.governance.LedgerException when the ledger is damaged or cannot be read
     */
    public static ComplianceReport report(
            Path ledger, Optional<Instant> from, Optional<Instant> to, InstantSource clock) {
        try (EventLog log = EventLog.open(ledger)) {
            return report(log, ledger.toString(), from, to, clock);
        }
    }

    static ComplianceReport report(
            EventLog log,
            String name,
            Optional<Instant> from,
            Optional<Instant> to,
            InstantSource clock) {
        ReportWriter writer = new ReportWriter(from, to);
        EventLog.End end = log.read(writer::add);
        return writer.made(name, clock.instant(), end);
    }

    private void add(EventHit hit) {
        JsonNode event = hit.members();
        boolean counts = isInSpan(hit);
        switch (hit.type()) {
            case "policy-decision" -> {
                claims.decision(hit.index(), event, counts);
                if (counts) {
                    use(hit, event);
                }
            }
            case "invocation-completed" -> claims.completion(hit.index(), event, counts);
            case "delegation-revoked", "delegation-expired" -> claims.ended(event);
            case "audit-checkpoint" ->
                checkpoint = new Checkpoint(
                        hit.index(), event.path("size").asLong(-1), text(event, "root"));
            case "security-violation" -> violations.add(counts, () -> violation(hit, event));
            case "mode-changed" -> modes.add(counts, () -> mode(hit, event));
            case "policy-changed" -> changes.add(counts, () -> change(hit, event));
            default -> {} // Counted with its day.
        }
        if (counts) {
            count(hit, event);
        }
    }

    private boolean isInSpan(EventHit hit) {
        if (from == null && to == null) {
            return true;
        }
        Optional<Instant> time = hit.time();
        return time.isPresent()
                && (from == null || !time.get().isBefore(from))
                && (to == null || time.get().isBefore(to));
    }

    private void count(EventHit hit, JsonNode event) {
        events++;
        String time = text(event, "time");
        String day = time.length() >= 10 ? time.substring(0, 10) : "unknown";
        long denied = hit.value(EventField.DECISION).filter("denied"::equals).isPresent() ? 1 : 0;
        days.merge(
                day,
                new Day(day, 1, denied),
                (one, more) -> new Day(day, one.events() + 1, one.denied() + more.denied()));
    }

    private void use(EventHit hit, JsonNode event) {
        String policy = text(event, "policy");
        String time = text(event, "time");
        if (!policy.isEmpty()) {
            policies.merge(
                    policy,
                    new PolicyUse(policy, hit.index(), time, hit.index(), time, 1),
                    (first, last) -> new PolicyUse(
                            policy,
                            first.firstIndex(),
                            first.firstTime(),
                            last.lastIndex(),
                            last.lastTime(),
                            first.decisions() + 1));
        }
    }

    private static Violation violation(EventHit hit, JsonNode event) {
        return new Violation(
                hit.index(),
                text(event, "time"),
                text(event, "severity"),
                text(event, "agent"),
                text(event, "capability"),
                text(event, "reason"),
                text(event, "message"));
    }

    private static ModeChange mode(EventHit hit, JsonNode event) {
        return new ModeChange(
                hit.index(),
                text(event, "time"),
                text(event, "agent"),
                texts(event, "approvers"),
                text(event, "from"),
                text(event, "to"),
                text(event, "why"));
    }

    private static PolicyChange change(EventHit hit, JsonNode event) {
        return new PolicyChange(
                hit.index(),
                text(event, "time"),
                text(event, "agent"),
                texts(event, "approvers"),
                text(event, "kind"),
                text(event, "before"),
                text(event, "after"));
    }

    static String text(JsonNode event, String name) {
        JsonNode value = event.path(name);
        return value.isString() ? value.stringValue() : "";
    }

    static List<String> texts(JsonNode event, String name) {
        List<String> texts = new ArrayList<>();
        event.path(name).forEach(value -> texts.add(value.isString() ? value.stringValue() : ""));
        return texts;
    }

    private ComplianceReport made(String name, Instant now, EventLog.End end) {
        long size = end.size();
        List<PolicyUse> used = List.copyOf(policies.values());
        List<Day> all = List.copyOf(days.values());
        return new ComplianceReport(
                name,
                now,
                Optional.ofNullable(from),
                Optional.ofNullable(to),
                size,
                end.head(),
                Optional.ofNullable(checkpoint),
                events,
                claims.statements(
                        command(size, "policy-decision", "invocation-completed"),
                        command(
                                size,
                                "policy-decision",
                                "delegation-revoked",
                                "delegation-expired")),
                violations.rows(command(size, "security-violation")),
                modes.rows(command(size, "mode-changed")),
                new Rows<>(used.size(), first(used), command(size, "policy-decision")),
                changes.rows(command(size, "policy-changed")),
                new Rows<>(all.size(), first(all), command(size)));
    }

    private static <T> List<T> first(List<T> rows) {
        return rows.subList(0, Math.min(rows.size(), ComplianceReport.MAX_ROWS));
    }

    private String command(long size, String... types) {
        EventQuery.Builder query =
                EventQuery.builder().with(EventField.TYPE, types).toIndex(size);
        if (from != null) {
            query.from(from);
        }
        if (to != null) {
            query.to(to);
        }
        return "cnv ledger query " + query.build().words();
    }

    /** Rows, of which the first are kept. */
    private static final class Table<T> {
        private final List<T> first = new ArrayList<>();
        private long count;

        private interface Row<T> {
            T make();
        }

        void add(boolean counts, Row<T> row) {
            if (counts && count++ < ComplianceReport.MAX_ROWS) {
                first.add(row.make());
            }
        }

        Rows<T> rows(String command) {
            return new Rows<>(count, first, command);
        }
    }
}

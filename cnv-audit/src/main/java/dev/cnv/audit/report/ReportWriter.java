package dev.cnv.audit.report;

import dev.cnv.audit.query.EventField;
import dev.cnv.audit.query.EventHit;
import dev.cnv.audit.query.EventLog;
import dev.cnv.audit.query.EventQuery;
import dev.cnv.audit.report.ComplianceReport.Basis;
import dev.cnv.audit.report.ComplianceReport.ModeChange;
import dev.cnv.audit.report.ComplianceReport.PolicyChange;
import dev.cnv.audit.report.ComplianceReport.PolicyUse;
import dev.cnv.audit.report.ComplianceReport.Rows;
import dev.cnv.audit.report.ComplianceReport.Tree;
import dev.cnv.audit.report.ComplianceReport.Violation;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Makes a report by reading every line of a ledger once, from its begin: what is in the span may rest on what
 * was before. No index is trusted, and the tree's root is computed from the lines. Memory grows with the
 * calls that have not ended, the tokens that were revoked or expired, the policies and the days, not with the
 * ledger.
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
    private final Counts counts = new Counts();
    private final CheckpointClaim checkpoints = new CheckpointClaim();
    private final Supplier<Tree> tree;
    private final Map<String, Long> shown = new HashMap<>();
    private long permitted;
    private long events;

    private ReportWriter(Optional<Instant> from, Optional<Instant> to, Supplier<Tree> tree) {
        this.tree = tree;
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
        ReportWriter writer =
                new ReportWriter(from, to, () -> new Tree(log.size(), log.root().hex()));
        EventLog.End end = log.read(writer::add);
        return writer.made(name, clock.instant(), end);
    }

    private void add(EventHit hit) {
        JsonNode event = hit.members();
        boolean inSpan = isInSpan(event);
        switch (hit.type()) {
            case "policy-decision" -> {
                claims.decision(hit.index(), event, inSpan);
                if (inSpan) {
                    use(hit, event);
                }
            }
            case "invocation-completed" -> claims.completion(hit.index(), event, inSpan);
            case "delegation-revoked", "delegation-expired" -> claims.ended(event);
            case "audit-checkpoint" -> checkpoints.checkpoint(hit.index(), event, inSpan, tree);
            case "security-violation" -> violations.add(inSpan, () -> violation(hit, event));
            case "mode-changed" -> modes.add(inSpan, () -> mode(hit, event));
            case "policy-changed" -> changes.add(inSpan, () -> change(hit, event));
            default -> {} // Counted with its day.
        }
        if (inSpan) {
            count(hit, event);
        }
    }

    private boolean isInSpan(JsonNode event) {
        if (from == null && to == null) {
            return true;
        }
        try {
            Instant time = Instant.parse(text(event, "time"));
            return (from == null || !time.isBefore(from)) && (to == null || time.isBefore(to));
        } catch (DateTimeParseException _) {
            return false; // As a query with a time does not find it.
        }
    }

    private void count(EventHit hit, JsonNode event) {
        events++;
        shown.merge(hit.type(), 1L, Long::sum);
        String time = text(event, "time");
        String day = time.length() >= 10 ? time.substring(0, 10) : "unknown";
        Optional<String> decision = hit.value(EventField.DECISION);
        if (decision.isPresent()) {
            boolean isPermitted = decision.get().equals(EventField.PERMITTED);
            permitted += isPermitted ? 1 : 0;
            counts.decision(day, text(event, "capability"), isPermitted);
        } else {
            counts.event(day);
        }
        if (hit.type().equals("security-violation")) {
            counts.violation(text(event, "severity"));
        }
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
        Tree all = new Tree(end.size(), end.root().hex());
        Basis decisions = basis(all, "policy-decision");
        Basis violated = basis(all, "security-violation");
        return new ComplianceReport(
                name,
                now,
                Optional.ofNullable(from),
                Optional.ofNullable(to),
                all,
                end.head().hex(),
                checkpoints.last(),
                events,
                statements(all),
                violations.rows(violated),
                rows(counts.severities(), violated),
                modes.rows(basis(all, "mode-changed")),
                rows(List.copyOf(policies.values()), decisions),
                changes.rows(basis(all, "policy-changed")),
                rows(counts.days(), new Basis(all, command(query(all)), events)),
                rows(counts.capabilities(), decisions));
    }

    private List<Statement> statements(Tree all) {
        String command = command(query(all).with(EventField.DECISION, EventField.PERMITTED));
        List<Statement> statements = new ArrayList<>(claims.statements(
                basis(all, "invocation-completed"), new Basis(all, command, permitted)));
        statements.add(checkpoints.statement(basis(all, "audit-checkpoint")));
        return statements;
    }

    private static <T> Rows<T> rows(List<T> rows, Basis basis) {
        return new Rows<>(
                rows.size(),
                rows.subList(0, Math.min(rows.size(), ComplianceReport.MAX_ROWS)),
                basis);
    }

    private Basis basis(Tree all, String type) {
        return new Basis(
                all, command(query(all).with(EventField.TYPE, type)), shown.getOrDefault(type, 0L));
    }

    private EventQuery.Builder query(Tree all) {
        EventQuery.Builder query = EventQuery.builder().toIndex(all.size());
        if (from != null) {
            query.from(from);
        }
        if (to != null) {
            query.to(to);
        }
        return query;
    }

    private static String command(EventQuery.Builder query) {
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

        Rows<T> rows(Basis basis) {
            return new Rows<>(count, first, basis);
        }
    }
}

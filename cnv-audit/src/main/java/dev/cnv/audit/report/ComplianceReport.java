package dev.cnv.audit.report;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a ledger shows about a span of time. It is relative to a size of the ledger and the root of the tree
 * over as many records, which a signed checkpoint can be compared with: {@code cnv ledger checkpoint}
 * shows the same root for the same size.
 *
 * @param ledger where the ledger is
 * @param made when the report was made
 * @param from where the span begins; empty for the ledger's begin
 * @param to where it ends, itself not in it; empty for the ledger's end
 * @param tree the ledger's size and root
 * @param head the leaf hash (RFC 9162) of the last record; 64 zeros when there was none
 * @param checkpoint the last audit checkpoint in the ledger
 * @param events how many events are in the span
 * @param statements the claims
 * @param violations the violations in the span, the first {@value #MAX_ROWS}
 * @param severities how many violations of each severity there are, the worst first
 * @param modes the changes of the operating mode in the span, the first {@value #MAX_ROWS}
 * @param policies the policies that decisions in the span name, the first {@value #MAX_ROWS}
 * @param changes the changes of policies in the span, the first {@value #MAX_ROWS}
 * @param days the events of each day (UTC), the first {@value #MAX_ROWS}
 * @param capabilities the decisions about each verb, the {@value #MAX_ROWS} most asked for
 */
public record ComplianceReport(
        String ledger,
        Instant made,
        Optional<Instant> from,
        Optional<Instant> to,
        Tree tree,
        String head,
        Optional<Checkpoint> checkpoint,
        long events,
        List<Statement> statements,
        Rows<Violation> violations,
        Rows<SeverityCount> severities,
        Rows<ModeChange> modes,
        Rows<PolicyUse> policies,
        Rows<PolicyChange> changes,
        Rows<Day> days,
        Rows<CapabilityUse> capabilities) {

    /** The most rows of a table. */
    public static final int MAX_ROWS = 1_000;

    /** Copies the list. */
    public ComplianceReport {
        statements = List.copyOf(statements);
    }

    /**
     * A state of a ledger, as a checkpoint names it.
     *
     * @param size how many records it has
     * @param root the root of the RFC 9162 tree over them, in hexadecimal digits
     */
    public record Tree(long size, String root) {}

    /**
     * What something is said of, and how to see it again.
     *
     * @param tree the state of the ledger
     * @param command the command that shows the events that were looked at
     * @param events how many events it shows
     */
    public record Basis(Tree tree, String command, long events) {}

    /**
     * A table.
     *
     * @param <T> a row
     * @param count how many rows there are
     * @param first the first of them
     * @param basis the events that the rows are from
     */
    public record Rows<T>(long count, List<T> first, Basis basis) {
        /** Copies the list. */
        public Rows {
            first = List.copyOf(first);
        }
    }

    /**
     * An audit checkpoint.
     *
     * @param index where its event is
     * @param size how many records it is about
     * @param root the tree's root over them
     */
    public record Checkpoint(long index, long size, String root) {}

    /**
     * A security violation.
     *
     * @param index where its event is
     * @param time when it happened
     * @param severity how bad
     * @param agent who called
     * @param capability the verb
     * @param reason why the call was refused
     * @param message the refusal's sentence
     */
    public record Violation(
            long index,
            String time,
            String severity,
            String agent,
            String capability,
            String reason,
            String message) {}

    /**
     * A change of the operating mode.
     *
     * @param index where its event is
     * @param time when it happened
     * @param by who changed it
     * @param approvers who approved
     * @param from the mode before
     * @param to the mode after
     * @param why the reason given
     */
    public record ModeChange(
            long index,
            String time,
            String by,
            List<String> approvers,
            String from,
            String to,
            String why) {}

    /**
     * A policy that decisions name.
     *
     * @param policy its hash
     * @param firstIndex the first decision by it in the span
     * @param firstTime when that was
     * @param lastIndex the last decision by it in the span
     * @param lastTime when that was
     * @param decisions how many there are
     */
    public record PolicyUse(
            String policy,
            long firstIndex,
            String firstTime,
            long lastIndex,
            String lastTime,
            long decisions) {}

    /**
     * A change of the policy.
     *
     * @param index where its event is
     * @param time when it happened
     * @param by who changed it
     * @param approvers who approved
     * @param kind what was done
     * @param before the policy's hash before
     * @param after the policy's hash after
     */
    public record PolicyChange(
            long index,
            String time,
            String by,
            List<String> approvers,
            String kind,
            String before,
            String after) {}

    /**
     * A day's events.
     *
     * @param day the day (UTC); {@code unknown} for events that do not say
     * @param events how many events it has
     * @param allowed how many decisions that permit a call
     * @param denied how many that deny one
     */
    public record Day(String day, long events, long allowed, long denied) {}

    /**
     * The decisions about a verb.
     *
     * @param capability what the calls named
     * @param allowed how many decisions permit a call
     * @param denied how many deny one
     */
    public record CapabilityUse(String capability, long allowed, long denied) {}

    /**
     * The violations of one severity.
     *
     * @param severity how bad
     * @param violations how many
     */
    public record SeverityCount(String severity, long violations) {}
}

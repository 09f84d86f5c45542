package dev.cnv.tool;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;
import dev.cnv.audit.query.EventQuery;
import dev.cnv.audit.query.TimeWords;
import dev.cnv.audit.report.ComplianceReport;
import dev.cnv.audit.report.HtmlReport;
import dev.cnv.audit.report.JsonReport;
import dev.cnv.audit.report.ReportWriter;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.VerbRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Reports on what a ledger shows about a span of time. */
public final class LedgerReport {

    private final Clock clock;

    /** For the process: its clock and its zone. */
    public LedgerReport() {
        this(Clock.system(ZoneId.systemDefault()));
    }

    LedgerReport(Clock clock) {
        this.clock = clock;
    }

    /**
     * A claim, and whether it is so.
     *
     * @param claim the claim
     * @param holds YES, NO or UNKNOWN
     * @param looked at how many events it was tried
     * @param exceptions how many of them it does not hold for
     * @param open how many of them the ledger does not say enough about
     */
    public record Claim(String claim, String holds, long looked, long exceptions, long open) {}

    /**
     * What a report says in short.
     *
     * @param size how many records the ledger had
     * @param root the root of the tree over them, as a checkpoint has it
     * @param events how many events are in the span
     * @param violations how many of them are security violations
     * @param modes how many changed the operating mode
     * @param policies how many policies decided
     * @param claims the claims
     */
    public record Summary(
            long size,
            String root,
            long events,
            long violations,
            long modes,
            long policies,
            List<Claim> claims) {}

    /**
     * Reports whether calls were decided by a policy and by authority that held, which violations there
     * were, who changed the mode and which policies were in force. Each statement names the query that shows
     * its events. Times are those of cnv ledger query.
     *
     * @param dir the ledger's folder
     * @param from where the span begins
     * @param to where it ends; a day is in the span
     * @param html a new file for the report to read
     * @param json a new file for the report as data
     * @return the report in short
     */
    @Capability(id = "cnv.ledger.report")
    @Effects(Effect.STORAGE_WRITE)
    @Contract(duration = DurationClass.BATCH)
    public Summary report(
            @Param(flag = 'd', env = "CNV_LEDGER", defaultValue = ".cnv/ledger") Path dir,
            Optional<String> from,
            Optional<String> to,
            Optional<Path> html,
            Optional<Path> json) {
        TimeWords words = new TimeWords(clock, clock.getZone());
        Optional<Instant> begin;
        Optional<Instant> end;
        try {
            words.range(from, to, EventQuery.builder());
            begin = from.map(words::begin);
            end = to.map(words::end);
        } catch (IllegalArgumentException e) {
            throw refused(Reason.PARAMETER_MALFORMED, String.valueOf(e.getMessage()));
        }
        ComplianceReport report = ReportWriter.report(InputFiles.ledger(dir), begin, end, clock);
        html.ifPresent(file -> write(file, HtmlReport.of(report)));
        json.ifPresent(file -> write(file, JsonReport.of(report)));
        return summary(report);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw refused(Reason.PARAMETER_MALFORMED, "file=" + file + " cannot be made: " + e);
        }
    }

    private static VerbRefusedException refused(Reason reason, String why) {
        return new VerbRefusedException(Denial.of(reason, why));
    }

    private static Summary summary(ComplianceReport report) {
        return new Summary(
                report.tree().size(),
                report.tree().root(),
                report.events(),
                report.violations().count(),
                report.modes().count(),
                report.policies().count(),
                report.statements().stream()
                        .map(s -> new Claim(
                                s.claim(), s.holds().name(), s.looked(), s.exceptions(), s.open()))
                        .toList());
    }
}

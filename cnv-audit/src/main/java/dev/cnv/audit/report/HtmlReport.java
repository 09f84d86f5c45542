package dev.cnv.audit.report;

import dev.cnv.audit.report.ComplianceReport.Rows;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Writes a report as one HTML file without scripts and without anything to load; all data is escaped. */
public final class HtmlReport {

    private static final String STYLE = """
            body { font: 15px/1.5 sans-serif; max-width: 70em; margin: 2em auto; padding: 0 1em; }
            table { border-collapse: collapse; width: 100%; margin: .5em 0 1.5em; }
            th, td { border: 1px solid #bbb; padding: .2em .5em; text-align: left; overflow-wrap: anywhere; }
            code { background: #eee; overflow-wrap: anywhere; }
            .YES { color: #060; } .NO { color: #a00; font-weight: bold; } .UNKNOWN { color: #850; }
            meter { width: 20em; }
            """;

    private final StringBuilder out = new StringBuilder();

    private HtmlReport() {}

    /**
     * The file's text.
     *
     * @param report a report
     * @return HTML
     */
    public static String of(ComplianceReport report) {
        HtmlReport html = new HtmlReport();
        html.head(report);
        report.statements().forEach(html::statement);
        html.tables(report);
        return html.out.append("</body></html>\n").toString();
    }

    private void head(ComplianceReport report) {
        out.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n")
                .append(
                        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';")
                .append(
                        " style-src 'unsafe-inline'\">\n<title>Compliance report</title>\n<style>\n")
                .append(STYLE)
                .append("</style></head><body>\n<h1>Compliance report</h1>\n<table>\n");
        row("th", "ledger", report.ledger());
        row(
                "th",
                "span",
                report.from().map(Object::toString).orElse("begin") + " to "
                        + report.to().map(Object::toString).orElse("end"));
        row("th", "made", report.made().toString());
        row("th", "relative to", report.size() + " records; hash of the last: " + report.head());
        row(
                "th",
                "last checkpoint",
                report.checkpoint()
                        .map(c -> "record " + c.index() + ": root " + c.root() + " over " + c.size()
                                + " records")
                        .orElse("none"));
        row("th", "events in the span", Long.toString(report.events()));
        out.append("</table>\n<h2>Statements</h2>\n");
    }

    private void statement(Statement statement) {
        out.append("<h3>").append(escaped(statement.claim())).append("</h3>\n<p class=\"");
        out.append(statement.holds()).append("\">").append(statement.holds()).append("</p>\n");
        out.append("<p>Looked at: ").append(statement.looked());
        out.append(". Exceptions: ").append(statement.exceptions());
        out.append(". Not enough in the ledger: ").append(statement.open()).append(".</p>\n");
        if (!statement.indices().isEmpty()) {
            out.append("<p>First exceptions: ").append(statement.indices()).append("</p>\n");
        }
        out.append("<p>Not said: ").append(escaped(statement.notChecked())).append("</p>\n");
        command(statement.command());
    }

    private void tables(ComplianceReport report) {
        table(
                "Violations",
                report.violations(),
                "index time severity agent capability reason message",
                v -> List.of(
                        Long.toString(v.index()),
                        v.time(),
                        v.severity(),
                        v.agent(),
                        v.capability(),
                        v.reason(),
                        v.message()));
        table(
                "Changes of the operating mode",
                report.modes(),
                "index time by approvers from to why",
                m -> List.of(
                        Long.toString(m.index()),
                        m.time(),
                        m.by(),
                        String.join(", ", m.approvers()),
                        m.from(),
                        m.to(),
                        m.why()));
        table(
                "Policies in force",
                report.policies(),
                "policy first-index first-time last-index last-time decisions",
                p -> List.of(
                        p.policy(),
                        Long.toString(p.firstIndex()),
                        p.firstTime(),
                        Long.toString(p.lastIndex()),
                        p.lastTime(),
                        Long.toString(p.decisions())));
        table(
                "Changes of policies",
                report.changes(),
                "index time by approvers kind before after",
                c -> List.of(
                        Long.toString(c.index()),
                        c.time(),
                        c.by(),
                        String.join(", ", c.approvers()),
                        c.kind(),
                        c.before(),
                        c.after()));
        days(report.days());
    }

    private <T> void table(
            String title, Rows<T> rows, String names, Function<T, List<String>> cells) {
        title(title, rows);
        if (!rows.first().isEmpty()) {
            out.append("<table>\n");
            row("th", names.split(" "));
            rows.first().forEach(row -> row("td", cells.apply(row).toArray(String[]::new)));
            out.append("</table>\n");
        }
        command(rows.command());
    }

    private void days(Rows<ComplianceReport.Day> days) {
        title("Events by day (UTC)", days);
        long most = days.first().stream()
                .mapToLong(ComplianceReport.Day::events)
                .max()
                .orElse(1);
        out.append("<table>\n");
        row("th", "day", "events", "denied", "");
        for (ComplianceReport.Day day : days.first()) {
            out.append(String.format(
                    Locale.ROOT,
                    "<tr><td>%s</td><td>%d</td><td>%d</td><td><meter max=\"%d\" value=\"%d\"></meter></td></tr>\n",
                    escaped(day.day()),
                    day.events(),
                    day.denied(),
                    most,
                    day.events()));
        }
        out.append("</table>\n");
        command(days.command());
    }

    private void title(String title, Rows<?> rows) {
        out.append("<h2>")
                .append(title)
                .append("</h2>\n<p>")
                .append(rows.count())
                .append(" in all");
        out.append(rows.count() > rows.first().size() ? ", the first are shown" : "")
                .append(".</p>\n");
    }

    private void command(String command) {
        out.append("<p>Ask again: <code>").append(escaped(command)).append("</code></p>\n");
    }

    private void row(String tag, String... cells) {
        out.append("<tr>");
        for (String cell : cells) {
            out.append('<').append(tag).append('>').append(escaped(cell));
            out.append("</").append(tag).append('>');
        }
        out.append("</tr>\n");
    }

    /** Text that is no markup, and that neither hides nor turns round what stands beside it. */
    static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> safe.append(String.format("\\u%04x", c));
                default -> escape(safe, c);
            }
        });
        return safe.toString();
    }

    private static void escape(StringBuilder safe, int c) {
        switch (c) {
            case '&' -> safe.append("&amp;");
            case '<' -> safe.append("&lt;");
            case '>' -> safe.append("&gt;");
            case '"' -> safe.append("&quot;");
            case '\'' -> safe.append("&#39;");
            default -> safe.appendCodePoint(c);
        }
    }
}

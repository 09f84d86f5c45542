package dev.cnv.audit.report;

import dev.cnv.audit.report.ComplianceReport.Basis;
import dev.cnv.audit.report.ComplianceReport.Rows;
import dev.cnv.audit.report.ComplianceReport.Tree;
import java.util.List;
import java.util.function.Function;

/**
 * Writes a report as one HTML file without scripts and without anything to load; all data is escaped. Charts
 * are drawn where {@link Drawing#ofLibraries} can; the tables say the same.
 */
public final class HtmlReport {

    private static final String STYLE = """
            :root { color-scheme: light dark; }
            body { font: 15px/1.5 sans-serif; max-width: 70em; margin: 2em auto; padding: 0 1em; }
            table { border-collapse: collapse; width: 100%; margin: .5em 0 1.5em; }
            th, td { border: 1px solid #888; padding: .2em .5em; text-align: left; overflow-wrap: anywhere; }
            code { background: #8883; overflow-wrap: anywhere; }
            svg { display: block; width: 100%; height: auto; max-width: 60em; }
            .YES { color: #060; } .NO { color: #a00; font-weight: bold; } .UNKNOWN { color: #850; }
            @media (prefers-color-scheme: dark) {
            .YES { color: #8d8; } .NO { color: #f99; } .UNKNOWN { color: #fc6; } }
            """;

    private final StringBuilder out = new StringBuilder();
    private final Drawing drawing;
    private int charts;

    private HtmlReport(Drawing drawing) {
        this.drawing = drawing;
    }

    /**
     * The file's text.
     *
     * @param report a report
     * @return HTML
     */
    public static String of(ComplianceReport report) {
        return of(report, Drawing.ofLibraries());
    }

    static String of(ComplianceReport report, Drawing drawing) {
        HtmlReport html = new HtmlReport(drawing);
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
        row("th", "relative to", relative(report.tree()));
        row("th", "hash of the last record", report.head());
        row(
                "th",
                "last checkpoint",
                report.checkpoint()
                        .map(c -> "record " + c.index() + ": root " + c.root() + " over " + c.size()
                                + " records")
                        .orElse("none"));
        row("th", "events in the span", Long.toString(report.events()));
        out.append(
                        "</table>\n<p>A question can be asked again with the command beside it, of this ledger or a")
                .append(
                        " copy: <code>--dir</code> or <code>CNV_LEDGER</code> says where it is.</p>\n")
                .append("<h2>Statements</h2>\n");
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
        out.append("<dl>\n");
        term("Taken from the record", statement.recorded());
        term("Checked again", statement.checked());
        term("Not said", statement.notChecked());
        out.append("</dl>\n");
        basis(statement.basis());
    }

    private void term(String name, String text) {
        out.append("<dt>").append(name).append("</dt><dd>");
        out.append(escaped(text)).append("</dd>\n");
    }

    private void tables(ComplianceReport report) {
        counts(report);
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
    }

    private void counts(ComplianceReport report) {
        title("Events by day (UTC)", report.days());
        chart(ReportCharts.overTime(report.days().first()));
        rows(
                report.days(),
                "day events allowed denied",
                d -> List.of(d.day(), "" + d.events(), "" + d.allowed(), "" + d.denied()));
        title("Decisions by capability", report.capabilities());
        chart(ReportCharts.byCapability(report.capabilities().first()));
        rows(
                report.capabilities(),
                "capability allowed denied",
                c -> List.of(c.capability(), "" + c.allowed(), "" + c.denied()));
        title("Violations by severity", report.severities());
        chart(ReportCharts.bySeverity(report.severities().first()));
        rows(
                report.severities(),
                "severity violations",
                s -> List.of(s.severity(), "" + s.violations()));
    }

    private void chart(Chart chart) {
        if (!chart.isEmpty()) {
            charts++;
            out.append("<figure><figcaption>").append(escaped(chart.title()));
            out.append("</figcaption>\n");
            switch (drawing.draw(chart, "chart" + charts)) {
                case Drawing.Drawn drawn -> out.append(drawn.svg());
                case Drawing.NotDrawn none ->
                    out.append("<p>Not drawn: ").append(escaped(none.why())).append("</p>\n");
            }
            out.append("</figure>\n");
        }
    }

    private <T> void table(
            String title, Rows<T> rows, String names, Function<T, List<String>> cells) {
        title(title, rows);
        rows(rows, names, cells);
    }

    private <T> void rows(Rows<T> rows, String names, Function<T, List<String>> cells) {
        if (!rows.first().isEmpty()) {
            out.append("<table>\n");
            row("th", names.split(" "));
            rows.first().forEach(row -> row("td", cells.apply(row).toArray(String[]::new)));
            out.append("</table>\n");
        }
        basis(rows.basis());
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

    private void basis(Basis basis) {
        out.append("<p>Relative to ").append(escaped(relative(basis.tree())));
        out.append(". Ask again: <code>").append(escaped(basis.command()));
        out.append("</code> (").append(basis.events()).append(" events)</p>\n");
    }

    private static String relative(Tree tree) {
        return tree.size() + " records with the tree root " + tree.root();
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
        visible(text).codePoints().forEach(c -> escape(safe, c));
        return safe.toString();
    }

    /** Text of which each character is seen; still markup, if it was. */
    static String visible(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.SURROGATE,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR -> safe.append(String.format("\\u%04x", c));
                default -> safe.appendCodePoint(c);
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

package dev.cnv.audit.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.audit.report.Chart.Form;
import dev.cnv.audit.report.Chart.Series;
import dev.cnv.audit.report.ComplianceReport.CapabilityUse;
import dev.cnv.audit.report.ComplianceReport.Day;
import dev.cnv.audit.report.ComplianceReport.SeverityCount;
import java.awt.Color;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ChartDrawingTest {

    private static final String HOSTILE =
            "<script>alert(1)</script>&\"'\u202e\n\u0000 $\\frac{1}{2}$ \ud800";

    private static final Chart TIME = ReportCharts.overTime(List.of(
            new Day("2026-01-01", 9, 5, 1),
            new Day("2026-01-04", 9, 0, 3),
            new Day("unknown", 1, 1, 0)));

    @Test
    void svg_sameChart_hasTheSameBytes() {
        String svg = ChartDrawing.svg(TIME, "a");
        assertEquals(svg, ChartDrawing.svg(TIME, "a"));
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
        try {
            assertEquals(svg, ChartDrawing.svg(TIME, "a"));
        } finally {
            Locale.setDefault(before);
        }
        Chart other = new Chart(
                TIME.title(),
                TIME.form(),
                TIME.labels(),
                List.of(TIME.series().get(0), new Series("denied", List.of(1L, 1L, 1L, 3L))));
        assertNotEquals(svg, ChartDrawing.svg(other, "a"));
    }

    @Test
    void svg_aChart_hasAlternativesAndNothingThatRunsOrLoads() throws Exception {
        for (Chart chart : List.of(TIME, hostile())) {
            String svg = ChartDrawing.svg(chart, "a");
            Element root = parsed(svg).getDocumentElement();
            assertEquals("img", root.getAttribute("role"));
            assertEquals("a-title a-desc", root.getAttribute("aria-labelledby"));
            assertEquals(chart.title(), text(root, "title"));
            assertEquals(chart.description(), text(root, "desc"));
            assertEquals(0, root.getElementsByTagName("script").getLength());
            assertEquals(0, root.getElementsByTagName("image").getLength());
            assertEquals(0, root.getElementsByTagName("style").getLength());
            assertFalse(svg.contains("href="), svg);
            assertFalse(svg.contains(" on"), svg);
            assertFalse(svg.contains("<!"), svg);
            assertTrue(svg.contains("currentColor"));
            assertFalse(svg.contains("rgb(1,2,3)"));
        }
    }

    @Test
    void svg_hostileLabels_areNoMarkupAndNoFault() {
        String svg = ChartDrawing.svg(hostile(), "a");
        assertFalse(svg.contains("script"), svg);
        assertFalse(svg.contains("\u202e"), svg);
        assertFalse(svg.contains("alert"), svg);
        Chart titled = new Chart(
                HOSTILE, Form.BARS, List.of("a"), List.of(new Series(HOSTILE, List.of(1L))));
        String drawn = ChartDrawing.svg(titled, "a");
        assertFalse(drawn.contains("<script"), drawn);
        assertTrue(drawn.contains("&lt;script&gt;"), drawn);
    }

    @Test
    void svg_twoOnAPage_shareNoName() throws Exception {
        Set<String> names = new HashSet<>();
        for (String id : List.of("chart1", "chart2")) {
            NodeList all = parsed(ChartDrawing.svg(TIME, id)).getElementsByTagName("*");
            for (int i = 0; i < all.getLength(); i++) {
                String name = ((Element) all.item(i)).getAttribute("id");
                assertTrue(name.isEmpty() || name.startsWith(id), name);
                assertTrue(name.isEmpty() || names.add(name), name);
            }
        }
        assertTrue(names.size() > 4, names.toString());
    }

    /** Labels are outlines: those of one length begin at one place, each on a line of its own. */
    @Test
    void svg_bars_eachHasItsLabel() {
        for (int series = 1; series <= 2; series++) {
            for (int labels = 1; labels <= ReportCharts.MAX_BARS + 1; labels++) {
                List<String> names = new ArrayList<>();
                List<Long> values = new ArrayList<>();
                for (int i = 0; i < labels; i++) {
                    names.add("verb-" + (char) ('a' + i));
                    values.add(100L + i);
                }
                List<Series> all = Collections.nCopies(series, new Series("s", values));
                List<Series> named = new ArrayList<>();
                all.forEach(s -> named.add(new Series("s" + named.size(), s.values())));
                String svg = ChartDrawing.svg(new Chart("t", Form.BARS, names, named), "a");
                long drawn = Pattern.compile("matrix\\(1,0,0,1,1[0-9](\\.[0-9]+)?,")
                        .matcher(svg)
                        .results()
                        .count();
                assertEquals(labels, drawn, "series=" + series + " labels=" + labels);
            }
        }
    }

    @Test
    void isEmpty_numbersThatAreAllZero_areNotWorthADrawing() {
        assertTrue(
                ReportCharts.overTime(List.of(new Day("2026-01-01", 9, 0, 0))).isEmpty());
        assertTrue(ReportCharts.overTime(List.of()).isEmpty());
        assertFalse(TIME.isEmpty());
    }

    @Test
    void svg_numbersAtTheEdges_areDrawn() {
        for (long value : List.of(0L, 1L, 7L, 1_000_000_007L, 1_000_000_000_000L)) {
            for (Form form : Form.values()) {
                Chart chart = new Chart(
                        "t", form, List.of("a"), List.of(new Series("s", List.of(value))));
                assertTrue(ChartDrawing.svg(chart, "a").startsWith("<svg "));
            }
        }
    }

    @Test
    void colors_onWhiteAndOnBlack_areSeen() {
        for (Color color : ChartDrawing.COLORS) {
            double light = luminance(color);
            assertTrue(1.05 / (light + 0.05) >= 3, "on white: " + color);
            assertTrue(
                    (light + 0.05) / (luminance(new Color(0x1e1e1e)) + 0.05) >= 3,
                    "on dark: " + color);
        }
    }

    @Test
    void overTime_manyDays_areAtMostSoManyColumnsAndNothingIsLost() {
        List<Day> days = new ArrayList<>();
        java.time.LocalDate first = java.time.LocalDate.parse("2024-02-27");
        for (int i = 0; i < 1_000; i += 3) {
            days.add(new Day(first.plusDays(i).toString(), 3, 2, 1));
        }
        Chart chart = ReportCharts.overTime(days);
        assertTrue(chart.labels().size() <= ReportCharts.MAX_COLUMNS);
        assertEquals("2024-02-27", chart.labels().getFirst());
        assertEquals(2 * 334, chart.series().get(0).total());
        assertEquals(334, chart.series().get(1).total());
        assertEquals("Decisions by 17 days (UTC)", chart.title());
        assertEquals(
                List.of("2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"), TIME.labels());
        assertEquals(List.of(5L, 0L, 0L, 0L), TIME.series().get(0).values());
        assertEquals(List.of(), ReportCharts.overTime(List.of()).labels());
    }

    @Test
    void byCapability_many_areTheFirstAndTheRest() {
        List<CapabilityUse> uses = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            uses.add(new CapabilityUse("x".repeat(60) + i, 2, 1));
        }
        Chart chart = ReportCharts.byCapability(uses);
        assertEquals(ReportCharts.MAX_BARS + 1, chart.labels().size());
        assertEquals(new HashSet<>(chart.labels()).size(), chart.labels().size());
        assertEquals("(others)", chart.labels().getLast());
        assertEquals(200, chart.series().get(0).total());
        assertEquals(100, chart.series().get(1).total());
        assertTrue(ChartDrawing.svg(chart, "a").startsWith("<svg "));
    }

    @Test
    void guarded_whatIsMissing_isTold() {
        for (Throwable fault : List.of(
                new NoClassDefFoundError("org/knowm/xchart/Chart"),
                new InternalError("no fonts"),
                new java.awt.AWTError("no display"),
                new IllegalStateException("Fontconfig head is null"))) {
            Drawing.Result result = Drawing.guarded((_, _) -> raise(fault)).draw(TIME, "a");
            Drawing.NotDrawn none = assertInstanceOf(Drawing.NotDrawn.class, result);
            assertTrue(none.why().contains(String.valueOf(fault.getMessage())), none.why());
        }
        assertThrows(
                StackOverflowError.class,
                () -> Drawing.guarded((_, _) -> raise(new StackOverflowError())).draw(TIME, "a"));
    }

    private static String raise(Throwable fault) {
        return switch (fault) {
            case Error error -> throw error;
            case RuntimeException exception -> throw exception;
            default -> "";
        };
    }

    private static Chart hostile() {
        Counts counts = new Counts();
        counts.decision("2026-01-01", HOSTILE, true);
        counts.decision("2026-01-01", HOSTILE + "2", false);
        counts.decision("2026-01-01", "", false);
        counts.decision("2026-01-01", "$x$", false);
        return ReportCharts.byCapability(counts.capabilities());
    }

    @Test
    void bySeverity_anyOrder_isTheWorstFirst() {
        Counts counts = new Counts();
        List.of("LOW", "odd", "CRITICAL", "LOW").forEach(counts::violation);
        assertEquals(
                List.of(
                        new SeverityCount("CRITICAL", 1),
                        new SeverityCount("LOW", 2),
                        new SeverityCount("odd", 1)),
                counts.severities());
        Chart chart = ReportCharts.bySeverity(counts.severities());
        assertEquals(List.of("CRITICAL", "LOW", "odd"), chart.labels());
        assertEquals(List.of(1L, 2L, 1L), chart.series().getFirst().values());
    }

    @Test
    void counts_moreVerbsThanAreToldApart_areCountedTogether() {
        Counts counts = new Counts();
        for (int i = 0; i < Counts.MAX_VALUES + 5; i++) {
            counts.decision("2026-01-01", "v" + i, false);
        }
        assertEquals(Counts.MAX_VALUES + 1, counts.capabilities().size());
        assertEquals(new CapabilityUse("(others)", 0, 5), counts.capabilities().getFirst());
    }

    private static double luminance(Color color) {
        return 0.2126 * linear(color.getRed())
                + 0.7152 * linear(color.getGreen())
                + 0.0722 * linear(color.getBlue());
    }

    /** WCAG 2.2, relative luminance. */
    private static double linear(int channel) {
        double part = channel / 255.0;
        return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }

    private static String text(Element root, String name) {
        return root.getElementsByTagName(name).item(0).getTextContent();
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)));
    }
}

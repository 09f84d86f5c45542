package dev.cnv.audit.report;

import dev.cnv.annotations.Effect;
import dev.cnv.annotations.EffectBoundary;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.apache.batik.svggen.SVGIDGenerator;
import org.apache.batik.svggen.SVGSyntax;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.HorizontalBarChart;
import org.knowm.xchart.internal.chartpart.AxesChart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.w3c.dom.Document;

/**
 * Draws charts as SVG: XChart lays them out, Batik writes what it draws. The only class that needs these two,
 * the JDK's module {@code java.desktop} and a font. Text is drawn as outlines, so that the bytes are the
 * same wherever the fonts are. What is read aloud is in the elements {@code title} and {@code desc}.
 *
 * <p>Nothing is filled behind a chart. Text and lines have the colour of the text around it
 * ({@code currentColor}); {@link #COLORS} are told apart on white and on black.
 */
@EffectBoundary(
        value = Effect.READ_ONLY,
        reason =
                "XChart and Batik, which are not looked into, paint in memory; the JDK reads fonts")
final class ChartDrawing {

    /** The series' colours: blue and vermilion, which colour-blind people can tell apart too. */
    static final List<Color> COLORS = List.of(new Color(0x2f7fc1), new Color(0xd55e00));

    /** Stands for the colour of the text around; no series has it. */
    private static final Color INK = new Color(1, 2, 3);

    private static final String INK_WORD = "rgb(1,2,3)";
    private static final String EMPTY_COMMENT = "<!---->";
    private static final Color NONE = new Color(0, 0, 0, 0);
    private static final int WIDTH = 760;
    private static final int COLUMNS_HEIGHT = 260;
    private static final int BAR_HEIGHT = 12;
    private static final int LABEL_HEIGHT = 14;
    private static final int LABELS_AT_MOST = 10;

    private ChartDrawing() {}

    /**
     * Draws a chart.
     *
     * @param chart at least one label
     * @param id begins the names of the drawing's parts, which are names in the page around it
     * @return an element {@code svg}
     */
    static String svg(Chart chart, String id) {
        AxesChart<? extends AxesChartStyler, ?> drawn = switch (chart.form()) {
            case COLUMNS -> columns(chart);
            case BARS -> bars(chart);
        };
        style(drawn.getStyler(), chart);
        SVGGraphics2D graphics = graphics(id);
        drawn.paint(graphics, drawn.getWidth(), drawn.getHeight());
        return element(chart, id, drawn.getHeight(), text(graphics, id));
    }

    private static CategoryChart columns(Chart chart) {
        CategoryChart drawn = new CategoryChart(WIDTH, COLUMNS_HEIGHT);
        drawn.getStyler().setStacked(true).setXAxisMaxLabelCount(LABELS_AT_MOST);
        drawn.getStyler().setYAxisMin(0.0).setYAxisMax(most(chart, true));
        chart.series().forEach(s -> drawn.addSeries(s.name(), chart.labels(), s.values()));
        return drawn;
    }

    /** XChart leaves labels out that are closer than the hint, which it takes from the other axis. */
    private static HorizontalBarChart bars(Chart chart) {
        int height = 80
                + (LABEL_HEIGHT + BAR_HEIGHT * chart.series().size())
                        * chart.labels().size();
        HorizontalBarChart drawn = new HorizontalBarChart(WIDTH, height);
        drawn.getStyler().setXAxisMin(0.0).setXAxisMax(most(chart, false));
        drawn.getStyler().setXAxisTickMarkSpacingHint(LABEL_HEIGHT);
        chart.series().forEach(s -> drawn.addSeries(s.name(), s.values(), chart.labels()));
        return drawn;
    }

    /** The longest column or bar, at least 1, so that there is an axis. */
    private static double most(Chart chart, boolean stacked) {
        double most = 1;
        for (int i = 0; i < chart.labels().size(); i++) {
            double sum = 0;
            for (Chart.Series series : chart.series()) {
                sum = stacked ? sum + series.values().get(i) : series.values().get(i);
                most = Math.max(most, sum);
            }
        }
        return most;
    }

    private static void style(AxesChartStyler styler, Chart chart) {
        Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
        styler.setChartTitleVisible(false)
                .setChartBackgroundColor(NONE)
                .setPlotBackgroundColor(NONE)
                .setPlotBorderVisible(false)
                .setChartFontColor(INK)
                .setLegendVisible(chart.series().size() > 1)
                .setLegendBackgroundColor(NONE)
                .setLegendBorderColor(NONE)
                .setLegendFont(font)
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Horizontal)
                .setLocale(Locale.ROOT)
                .setDecimalPattern("#,##0")
                .setSeriesColors(COLORS.toArray(Color[]::new));
        styler.setAxisTitlesVisible(false)
                .setAxisTickLabelsFont(font)
                .setAxisTickLabelsColor(INK)
                .setAxisTickMarksColor(INK)
                .setPlotGridLinesColor(INK)
                .setPlotGridLinesStroke(new BasicStroke(0.25f));
    }

    private static SVGGraphics2D graphics(String id) {
        SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
        context.setComment("");
        context.setPrecision(2);
        context.setIDGenerator(new SVGIDGenerator() {
            @Override
            public String generateID(String prefix) {
                return id + "-" + super.generateID(prefix);
            }
        });
        return new SVGGraphics2D(context, true);
    }

    private static Document document() {
        try {
            return DocumentBuilderFactory.newDefaultNSInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument(SVGGraphics2D.SVG_NAMESPACE_URI, "svg", null);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(
                    "the JDK's own parser of XML cannot be set up: " + e, e);
        }
    }

    /**
     * What Batik writes within the outermost element, without a prolog. No label is in it, so words can be
     * replaced: the ink's colour, and the only name that no generator made.
     */
    private static String text(SVGGraphics2D graphics, String id) {
        StringWriter out = new StringWriter();
        try {
            graphics.stream(out, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // It is written to memory.
        }
        String all = out.toString()
                .replace("\r\n", "\n")
                .replace(EMPTY_COMMENT, "")
                .replace(INK_WORD, "currentColor")
                .replace("\"" + SVGSyntax.ID_PREFIX_GENERIC_DEFS + "\"", "\"" + id + "-defs\"");
        int begin = all.indexOf('>', all.indexOf("<svg")) + 1;
        return all.substring(begin, all.lastIndexOf("</svg"));
    }

    private static String element(Chart chart, String id, int height, String inner) {
        String title = HtmlReport.escaped(chart.title());
        String description = HtmlReport.escaped(chart.description());
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 " + WIDTH + " "
                + height + "\" aria-labelledby=\"" + id + "-title " + id + "-desc\">\n<title id=\""
                + id + "-title\">" + title + "</title>\n<desc id=\"" + id + "-desc\">" + description
                + "</desc>" + inner + "</svg>\n";
    }
}

package dev.cnv.audit.report;

import dev.cnv.audit.report.Chart.Form;
import dev.cnv.audit.report.Chart.Series;
import dev.cnv.audit.report.ComplianceReport.CapabilityUse;
import dev.cnv.audit.report.ComplianceReport.Day;
import dev.cnv.audit.report.ComplianceReport.SeverityCount;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Chooses what of a report's rows is drawn: as much as can be told apart. */
final class ReportCharts {

    static final String ALLOWED = "allowed";
    static final String DENIED = "denied";

    /** The most columns over time; where there are more days, a column is several. */
    static final int MAX_COLUMNS = 60;

    /** The most bars; what is left is one bar. */
    static final int MAX_BARS = 15;

    private static final int MAX_LABEL_CHARS = 40;

    private ReportCharts() {}

    /** Decisions over time; days without any are shown too. Days that are none are left out. */
    static Chart overTime(List<Day> days) {
        TreeMap<LocalDate, Day> known = new TreeMap<>();
        for (Day day : days) {
            try {
                known.put(LocalDate.parse(day.day()), day);
            } catch (DateTimeException _) {
                // An event that does not say when it happened; the table has it.
            }
        }
        if (known.isEmpty()) {
            return pair("Decisions by day (UTC)", Form.COLUMNS, Map.of());
        }
        long first = known.firstKey().toEpochDay();
        long width = Math.ceilDiv(known.lastKey().toEpochDay() - first + 1, MAX_COLUMNS);
        Map<String, long[]> columns = new LinkedHashMap<>();
        for (long day = first; day <= known.lastKey().toEpochDay(); day += width) {
            columns.put(LocalDate.ofEpochDay(day).toString(), new long[2]);
        }
        known.forEach((date, day) -> {
            long begin = first + (date.toEpochDay() - first) / width * width;
            add(columns, LocalDate.ofEpochDay(begin).toString(), day.allowed(), day.denied());
        });
        String span = width == 1 ? "day" : width + " days";
        return pair("Decisions by " + span + " (UTC)", Form.COLUMNS, columns);
    }

    /** Decisions by verb, the most asked for first. */
    static Chart byCapability(List<CapabilityUse> uses) {
        Map<String, long[]> bars = new LinkedHashMap<>();
        for (CapabilityUse use : uses) {
            String label = bars.size() < MAX_BARS ? label(use.capability(), bars) : Counts.OTHERS;
            add(bars, label, use.allowed(), use.denied());
        }
        return pair("Decisions by capability", Form.BARS, bars);
    }

    /** Violations by how bad they are. */
    static Chart bySeverity(List<SeverityCount> severities) {
        Map<String, long[]> bars = new LinkedHashMap<>();
        for (SeverityCount one : severities) {
            String label = bars.size() < MAX_BARS ? label(one.severity(), bars) : Counts.OTHERS;
            add(bars, label, one.violations(), 0);
        }
        return new Chart(
                "Violations by severity",
                Form.BARS,
                List.copyOf(bars.keySet()),
                List.of(series("violations", bars, 0)));
    }

    private static void add(Map<String, long[]> to, String label, long one, long other) {
        long[] sums = to.computeIfAbsent(label, _ -> new long[2]);
        sums[0] += one;
        sums[1] += other;
    }

    private static Chart pair(String title, Form form, Map<String, long[]> sums) {
        return new Chart(
                title,
                form,
                List.copyOf(sums.keySet()),
                List.of(series(ALLOWED, sums, 0), series(DENIED, sums, 1)));
    }

    private static Series series(String name, Map<String, long[]> sums, int which) {
        List<Long> values = new ArrayList<>();
        sums.values().forEach(pair -> values.add(pair[which]));
        return new Series(name, values);
    }

    /** A short text that no other label is, without what steers the drawing of text. */
    private static String label(String value, Map<String, long[]> taken) {
        String plain = HtmlReport.visible(value);
        int[] points = plain.codePoints().limit(MAX_LABEL_CHARS).toArray();
        String begin = new String(points, 0, points.length);
        String label = begin.length() < plain.length() ? begin + "\u2026" : begin;
        for (int i = 2; taken.containsKey(label); i++) {
            label = begin + "\u2026 " + i;
        }
        return label;
    }
}

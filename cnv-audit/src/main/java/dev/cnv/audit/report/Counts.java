package dev.cnv.audit.report;

import dev.cnv.audit.report.ComplianceReport.CapabilityUse;
import dev.cnv.audit.report.ComplianceReport.Day;
import dev.cnv.audit.report.ComplianceReport.SeverityCount;
import dev.cnv.runtime.governance.CallEvent.Severity;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts events by day, decisions by verb and violations by severity. At most {@value #MAX_VALUES} verbs
 * and severities are told apart, since a denied call is recorded with whatever it named; later ones are
 * counted together.
 *
 * <p><b>Threading:</b> for one thread.
 */
final class Counts {

    /** The most values that are told apart. */
    static final int MAX_VALUES = 10_000;

    /** What values beyond {@link #MAX_VALUES} are counted as. */
    static final String OTHERS = "(others)";

    private final Map<String, Day> days = new TreeMap<>();
    private final Map<String, CapabilityUse> capabilities = new HashMap<>();
    private final Map<String, SeverityCount> severities = new HashMap<>();

    void event(String day) {
        add(new Day(day, 1, 0, 0));
    }

    void decision(String day, String capability, boolean permitted) {
        long allowed = permitted ? 1 : 0;
        add(new Day(day, 1, allowed, 1 - allowed));
        String name = name(capabilities, capability);
        capabilities.merge(
                name,
                new CapabilityUse(name, allowed, 1 - allowed),
                (one, more) -> new CapabilityUse(
                        name, one.allowed() + more.allowed(), one.denied() + more.denied()));
    }

    void violation(String severity) {
        String name = name(severities, severity);
        severities.merge(
                name,
                new SeverityCount(name, 1),
                (one, _) -> new SeverityCount(name, one.violations() + 1));
    }

    private void add(Day one) {
        days.merge(
                one.day(),
                one,
                (sum, more) -> new Day(
                        sum.day(),
                        sum.events() + more.events(),
                        sum.allowed() + more.allowed(),
                        sum.denied() + more.denied()));
    }

    private static String name(Map<String, ?> in, String value) {
        return in.size() < MAX_VALUES || in.containsKey(value) ? value : OTHERS;
    }

    /** {@return the days, the first first} */
    List<Day> days() {
        return List.copyOf(days.values());
    }

    /** {@return the verbs, the most asked for first} */
    List<CapabilityUse> capabilities() {
        return capabilities.values().stream()
                .sorted(Comparator.comparingLong((CapabilityUse c) -> c.allowed() + c.denied())
                        .reversed()
                        .thenComparing(CapabilityUse::capability))
                .toList();
    }

    /** {@return the severities, the worst first, then what is none} */
    List<SeverityCount> severities() {
        return severities.values().stream()
                .sorted(Comparator.comparingInt((SeverityCount s) -> rank(s.severity()))
                        .reversed()
                        .thenComparing(SeverityCount::severity))
                .toList();
    }

    private static int rank(String severity) {
        List<Severity> known = List.of(Severity.values());
        for (int i = 0; i < known.size(); i++) {
            if (known.get(i).name().equals(severity)) {
                return i;
            }
        }
        return -1;
    }
}

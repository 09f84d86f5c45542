package dev.cnv.benchmarks.compile;

import static dev.cnv.benchmarks.report.Report.figure;

import dev.cnv.benchmarks.compile.CompileBenchmark.Row;
import dev.cnv.benchmarks.compile.Workbench.Way;
import dev.cnv.benchmarks.report.Report;
import dev.cnv.benchmarks.report.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tables of the compile benchmark. */
final class CompileTables {

    private CompileTables() {}

    static void write(Report report, List<Row> rows, Path paths) throws IOException {
        report.say(
                "Handler classes of methods `long verbN(String, String, long)` with Javadoc and a body of six lines.");
        report.say(
                "\"Plain\" is `-proc:none` on the same sources; \"compile only\" is `-proc:none` on them and on what the");
        report.say(
                "processor generated before, so that the rest of \"added\" is the processor's own work.");
        report.say("");
        report.say("**Cold**, seconds, fastest (median):");
        List<List<String>> cold = new ArrayList<>();
        for (Row row : rows) {
            cold.add(coldRow(row, paths));
        }
        report.table(
                List.of(
                        "processor",
                        "classes x methods",
                        "plain",
                        "with processor",
                        "ratio",
                        "CPU ratio",
                        "compile only, ratio",
                        "added a class, ms",
                        "added a method, ms"),
                cold);
        report.say("**Warm**, and what was generated (lines include blank ones and Javadoc):");
        report.table(
                List.of(
                        "processor",
                        "classes x methods",
                        "allocated plain, MB",
                        "allocation ratio",
                        "compile only, ratio",
                        "CPU ratio",
                        "files",
                        "lines a method",
                        "other than certificates"),
                rows.stream().map(CompileTables::warmRow).toList());
        goals(report, rows);
    }

    private static List<String> coldRow(Row row, Path paths) throws IOException {
        Samples plain = row.measured().coldWall(Way.PLAIN);
        Samples with = row.measured().coldWall(Way.PROCESSED);
        return List.of(
                row.subject().title() + " (`" + row.subject().version(paths) + "`)",
                shape(row),
                seconds(plain),
                seconds(with),
                ratio(plain, with),
                ratio(row.measured().coldCpu(Way.PLAIN), row.measured().coldCpu(Way.PROCESSED)),
                ratio(plain, row.measured().coldWall(Way.PREGENERATED)),
                figure(addedMillis(row) / row.subject().handlers(), 2),
                figure(addedMillis(row) / row.subject().methods(), 2));
    }

    private static List<String> warmRow(Row row) {
        Measured measured = row.measured();
        double methods = row.subject().methods();
        long certificates = row.generated().certificateLineCount();
        long others = row.generated().otherLineCount();
        return List.of(
                row.subject().title(),
                shape(row),
                figure(measured.warmBytes(Way.PLAIN).min() / 1e6, 0),
                figure(measured.allocationRatio(Way.PROCESSED), 2),
                figure(measured.allocationRatio(Way.PREGENERATED), 2),
                ratio(measured.warmCpu(Way.PLAIN), measured.warmCpu(Way.PROCESSED)),
                Long.toString(row.generated().fileCount()),
                figure((certificates + others) / methods, 1),
                figure(others / methods, 1));
    }

    private static void goals(Report report, List<Row> rows) {
        Optional<Row> ours = find(rows, "CNV");
        Optional<Row> avaje = find(rows, "avaje-inject");
        Optional<Row> avajeEach = find(rows, "avaje-inject, a bean a method");
        ours.ifPresent(row -> {
            Measured measured = row.measured();
            report.say("Goals of CNV:");
            report.say("");
            report.say("- cold ratio at most 1.5: "
                    + verdict(
                            measured.coldWall(Way.PROCESSED).min()
                                    / measured.coldWall(Way.PLAIN).min(),
                            1.5));
            report.say("- allocation ratio at most 2.5: "
                    + verdict(
                            measured.allocationRatio(Way.PROCESSED),
                            CompileBenchmark.MAX_ALLOCATION_RATIO));
            report.say("- at most 30 generated lines a verb besides its certificate: "
                    + verdict(
                            (double) row.generated().otherLineCount()
                                    / row.subject().methods(),
                            CompileBenchmark.MAX_OTHER_LINES_PER_VERB));
            avajeEach.ifPresent(peer -> report.say(
                    "- added milliseconds a verb at most avaje-inject's a handler class, "
                            + "one handler class a verb: "
                            + verdict(
                                    addedMillis(row) / row.subject().methods(),
                                    addedMillis(peer) / peer.subject().handlers())));
            avaje.ifPresent(peer -> report.say(
                    "- added milliseconds a class of ten verbs at most avaje-inject's a class "
                            + "of ten plain methods: "
                            + verdict(
                                    addedMillis(row) / row.subject().handlers(),
                                    addedMillis(peer) / peer.subject().handlers())));
            report.say("");
        });
    }

    private static Optional<Row> find(List<Row> rows, String title) {
        return rows.stream().filter(row -> row.subject().title().equals(title)).findFirst();
    }

    private static String verdict(double value, double limit) {
        return figure(value, 2) + " against " + figure(limit, 2) + ", **"
                + (value <= limit ? "met" : "missed") + "**";
    }

    private static double addedMillis(Row row) {
        return 1_000
                * (row.measured().coldWall(Way.PROCESSED).min()
                        - row.measured().coldWall(Way.PLAIN).min());
    }

    private static String shape(Row row) {
        return row.subject().shape().classCount() + " x "
                + row.subject().shape().methodCount();
    }

    private static String seconds(Samples samples) {
        return figure(samples.min(), 2) + " (" + figure(samples.median(), 2) + ")";
    }

    private static String ratio(Samples plain, Samples with) {
        return figure(with.min() / plain.min(), 2);
    }
}

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
        summary(report, rows, paths);
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
        floor(report, rows);
        goals(report, rows);
    }

    private static void summary(Report report, List<Row> rows, Path paths) throws IOException {
        List<List<String>> all = new ArrayList<>();
        for (Row row : rows) {
            Measured measured = row.measured();
            double plain = measured.coldWall(Way.PLAIN).median();
            double with = measured.coldWall(Way.PROCESSED).median();
            all.add(List.of(
                    row.subject().title() + " (`" + row.subject().version(paths) + "`)",
                    shape(row),
                    figure(1_000 * with, 0),
                    figure(with / plain, 2),
                    figure(1_000 * (with - plain) / row.subject().handlers(), 2),
                    figure(measured.allocationRatio(Way.PROCESSED), 2),
                    Long.toString(row.generated().certificateLineCount()
                            + row.generated().otherLineCount())));
        }
        report.table(
                List.of(
                        "processor",
                        "classes x methods",
                        "cold, median ms",
                        "ratio to plain",
                        "added a class, ms",
                        "allocation ratio",
                        "lines generated"),
                all);
    }

    /** What javac needs for the least that gives each verb its own four classes. */
    private static void floor(Report report, List<Row> rows) {
        find(rows, "CNV").ifPresent(row -> {
            report.say("**Floor** of CNV: nothing but a sealed type with its input record and four "
                    + "final classes for each verb.");
            List<List<String>> all = new ArrayList<>();
            Measured measured = row.measured();
            Samples plain = measured.coldWall(Way.PLAIN);
            for (Way way :
                    List.of(Way.FLOOR, Way.FLOOR_PROCESSED, Way.PREGENERATED, Way.PROCESSED)) {
                Samples with = measured.coldWall(way);
                all.add(List.of(
                        switch (way) {
                            case FLOOR -> "floor, compile only";
                            case FLOOR_PROCESSED -> "floor, handed over by a processor";
                            case PREGENERATED -> "what CNV generates, compile only";
                            case PLAIN, PROCESSED, UNANALYSED -> "CNV";
                        },
                        figure(1_000 * with.median(), 0),
                        figure(with.median() / plain.median(), 2),
                        ratio(plain, with),
                        figure(measured.allocationRatio(way), 2)));
            }
            report.table(
                    List.of(
                            "what",
                            "cold, median ms",
                            "ratio to plain, of the medians",
                            "of the fastest",
                            "allocation ratio"),
                    all);
        });
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
                            CompileBenchmark.ALLOCATION_GOAL));
            report.say("- at most 30 generated lines a verb besides its certificate: "
                    + verdict(
                            (double) row.generated().otherLineCount()
                                    / row.subject().methods(),
                            CompileBenchmark.OTHER_LINES_GOAL));
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

package dev.cnv.benchmarks.call;

import static dev.cnv.benchmarks.call.Goal.allocatesNothing;
import static dev.cnv.benchmarks.call.Goal.atLeast;
import static dev.cnv.benchmarks.call.Goal.atMost;
import static dev.cnv.benchmarks.call.Goal.within;

import java.util.ArrayList;
import java.util.List;

/** The goals of the hot path on one core. Those across two cores are the rings benchmark's. */
final class HotGoals {

    static final List<Goal> ALL = all();

    private HotGoals() {}

    private static List<Goal> all() {
        List<Goal> goals = new ArrayList<>();
        for (String mix : List.of("random", "skewed")) {
            path(goals, mix);
        }
        gate(goals);
        for (int arguments : new int[] {3, 8}) {
            parser(goals, arguments);
        }
        dispatch(goals);
        frames(goals);
        hashes(goals);
        return List.copyOf(goals);
    }

    private static void path(List<Goal> goals, String mix) {
        String some = "(mix=" + mix + ")";
        String ours = "PathBenchmark.governedFrames";
        String objects = "PathBenchmark.objects" + some;
        String disruptor = "PathBenchmark.disruptorBareEvent" + some;
        String recorded = "PathBenchmark.recordedFrames" + some;
        String what = "whole governed path, one core, " + mix;
        String same = "the same with objects, maps and a queue of objects";
        goals.add(within(0.25, what, ours + some, objects, same));
        goals.add(within(
                0.25,
                what + ", claimed 256 at once",
                ours + "ClaimedAtOnce" + some,
                objects,
                same));
        goals.add(within(
                1,
                what,
                ours + some,
                disruptor,
                "the Disruptor's bare event, which checks nothing"));
        goals.add(allocatesNothing(what, ours + some));
        goals.add(within(
                1,
                "governed and recorded by a worker, " + mix,
                recorded,
                objects,
                "objects, which are not recorded"));
        goals.add(allocatesNothing(
                "governed and recorded, the recorder's thread and its ledger included, " + mix,
                recorded));
    }

    private static void gate(List<Goal> goals) {
        for (int batch : new int[] {256, 1_024}) {
            String method = "GateBenchmark.gate" + batch;
            String vector = "(packing=VECTOR, stalePercent=0)";
            String scalar = "(packing=SCALAR, stalePercent=0)";
            goals.add(atMost(1, "gate, batch of " + batch + ", a frame", method + vector));
            goals.add(within(
                    1.1,
                    "gate, batch of " + batch,
                    method + vector,
                    method + scalar,
                    "the scalar form"));
            goals.add(within(
                    0.35,
                    "gate, batch of " + batch + ", faults to bits alone",
                    "PackingBenchmark.pack" + batch + vector,
                    "PackingBenchmark.pack" + batch + scalar,
                    "the scalar form"));
            goals.add(allocatesNothing("gate, batch of " + batch, method + vector));
        }
    }

    private static void parser(List<Goal> goals, int arguments) {
        String some = "(arguments=" + arguments + ")";
        String what = "parser, " + arguments + " arguments";
        String ours = "CommandBenchmark.cnvBytes" + some;
        goals.add(atLeast(400, what, ours, "CommandBenchmark.picocli" + some, "picocli"));
        goals.add(atLeast(100, what, ours, "CommandBenchmark.jcommander" + some, "JCommander"));
        goals.add(atLeast(8, what, ours, "CommandBenchmark.commonsCli" + some, "Commons CLI"));
        goals.add(atMost(arguments == 3 ? 25 : 70, what, ours));
        goals.add(allocatesNothing(what, ours));
    }

    private static void dispatch(List<Goal> goals) {
        String few = "(mix=uniform, verbs=64)";
        String ours = "DispatchBenchmark.pagedSwitch";
        goals.add(within(
                0.6,
                "dispatch, 64 verbs",
                ours + few,
                "DispatchBenchmark.interfaceCalls" + few,
                "a megamorphic interface call"));
        goals.add(within(
                0.3,
                "dispatch, 64 verbs",
                ours + few,
                "DispatchBenchmark.reflection" + few,
                "reflection"));
        for (String mix : List.of("uniform", "skewed")) {
            String many = "(mix=" + mix + ", verbs=1000)";
            String what = "dispatch, 1,000 verbs, " + mix;
            goals.add(within(
                    0.6,
                    what,
                    ours + many,
                    "DispatchBenchmark.mapAndReflection" + many,
                    "`HashMap<String, Method>`"));
            goals.add(within(
                    1,
                    what + ", grouped by verb",
                    "DispatchBenchmark.pagedSwitchGrouped" + many,
                    ours + many,
                    "not grouped"));
        }
        goals.add(allocatesNothing("dispatch, 64 verbs", ours + few));
    }

    private static void frames(List<Goal> goals) {
        String ours = "FrameBenchmark.frame";
        for (String kind : List.of("", "Constant")) {
            String what =
                    "frame write + read, in memory of a " + (kind.isEmpty() ? "field" : "constant");
            String frame = kind.isEmpty() ? ours : ours + "In" + kind;
            String longs = "FrameBenchmark.frameIn" + kind + "Longs";
            String agrona = "FrameBenchmark.frameIn" + kind + "AgronaBuffer";
            goals.add(within(1.2, what, frame, longs, "`long[]`"));
            goals.add(within(0.6, what, frame, agrona, "Agrona's buffer"));
        }
        goals.add(within(
                0.8,
                "frame allocation + write",
                "FrameBenchmark.allocateFrame",
                "FrameBenchmark.allocateRecord",
                "`new` of a record"));
        goals.add(allocatesNothing("frame write + read", ours));
        goals.add(allocatesNothing("frame allocation", "FrameBenchmark.allocateFrame"));
        goals.add(allocatesNothing("ring, one thread", "FrameBenchmark.throughFrameRing"));
    }

    private static void hashes(List<Goal> goals) {
        goals.add(atLeast(
                8,
                "hash of 32-byte ids, batch (AVX-512)",
                "HashBenchmark.id32Best",
                "HashBenchmark.id32Scalar",
                "the scalar form"));
        goals.add(atMost(100, "capability id, so 10 million a second", "HashBenchmark.capability"));
        goals.add(atLeast(
                1,
                "capability id",
                "HashBenchmark.capability",
                "HashBenchmark.capabilityGetInstance",
                "`MessageDigest.getInstance` each time"));
        goals.add(allocatesNothing("capability id", "HashBenchmark.capability"));
    }
}

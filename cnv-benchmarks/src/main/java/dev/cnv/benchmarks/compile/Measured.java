package dev.cnv.benchmarks.compile;

import dev.cnv.benchmarks.report.Samples;
import java.util.EnumMap;
import java.util.Map;

/** All compilations of one subject. */
final class Measured {

    private final Map<Workbench.Way, Samples> coldWall = new EnumMap<>(Workbench.Way.class);
    private final Map<Workbench.Way, Samples> coldCpu = new EnumMap<>(Workbench.Way.class);
    private final Map<Workbench.Way, Samples> warmCpu = new EnumMap<>(Workbench.Way.class);
    private final Map<Workbench.Way, Samples> warmBytes = new EnumMap<>(Workbench.Way.class);

    void cold(Workbench.Way way, Compiler.Cost cost) {
        add(coldWall, way, cost.wallSeconds());
        add(coldCpu, way, cost.cpuSeconds());
    }

    void warm(Workbench.Way way, Compiler.Cost cost) {
        add(warmCpu, way, cost.cpuSeconds());
        add(warmBytes, way, cost.allocatedBytes());
    }

    Samples coldWall(Workbench.Way way) {
        return coldWall.get(way);
    }

    Samples coldCpu(Workbench.Way way) {
        return coldCpu.get(way);
    }

    Samples warmCpu(Workbench.Way way) {
        return warmCpu.get(way);
    }

    Samples warmBytes(Workbench.Way way) {
        return warmBytes.get(way);
    }

    /** How many times the bytes of a plain compilation. */
    double allocationRatio(Workbench.Way way) {
        return warmBytes(way).min() / warmBytes(Workbench.Way.PLAIN).min();
    }

    private static void add(Map<Workbench.Way, Samples> samples, Workbench.Way way, double value) {
        samples.computeIfAbsent(way, _ -> new Samples()).add(value);
    }
}

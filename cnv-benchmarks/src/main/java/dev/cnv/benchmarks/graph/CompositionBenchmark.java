package dev.cnv.benchmarks.graph;

import dev.cnv.runtime.graph.Composer;
import dev.cnv.runtime.graph.Composition;
import dev.cnv.runtime.graph.CompositionQuery;
import dev.cnv.runtime.graph.Schema;
import dev.cnv.runtime.graph.SchemaDocument;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A plan over 10,000 verbs in 25 layers, each taking one to three of 40 values of its layer and making
 * one of the next: from eight values of the first layer to one or two of a later one. There is no peer
 * with the same question.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CompositionBenchmark {

    private static final int VERBS = 10_000;

    /** In which layer the wanted values are: the plan has at least as many steps. */
    @Param({"3", "6", "12"})
    public int layer;

    /** How many values are wanted. */
    @Param({"1", "2"})
    public int wanted;

    private Composer composer;
    private CompositionQuery query;

    /** Indexes the verbs and shows the plan. */
    @Setup
    public void setUp() {
        composer = Composer.of(Verbs.layered(VERBS));
        Map<String, SchemaDocument> given = new LinkedHashMap<>();
        for (int i = 0; i < 8; i++) {
            given.put(Verbs.name(0, i), SchemaDocument.of(Schema.WHOLE));
        }
        Map<String, SchemaDocument> goals = new LinkedHashMap<>();
        for (int i = 0; i < wanted; i++) {
            goals.put(Verbs.name(layer, i), SchemaDocument.of(Schema.TEXT));
        }
        query = CompositionQuery.of(given, goals);
        if (compose() instanceof Composition.Planned(var _, var plan)) {
            System.out.println("steps=" + plan.steps().size() + " minimal=" + plan.minimal());
        } else {
            throw new IllegalStateException("layer=" + layer + " has no plan");
        }
    }

    /** {@return a plan} */
    @Benchmark
    public Composition compose() {
        return composer.compose(query);
    }
}

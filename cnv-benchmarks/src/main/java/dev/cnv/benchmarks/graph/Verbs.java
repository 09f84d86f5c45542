package dev.cnv.benchmarks.graph;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.graph.CapabilityGraph;
import dev.cnv.runtime.graph.CapabilityNode;
import dev.cnv.runtime.graph.EdgeType;
import dev.cnv.runtime.graph.GraphBuilder;
import dev.cnv.runtime.graph.Schema;
import dev.cnv.runtime.graph.Schema.Member;
import dev.cnv.runtime.graph.SchemaDocument;
import dev.cnv.runtime.graph.VerbSchemas;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Graphs of verbs that do nothing but have types. */
final class Verbs {

    static final int LAYERS = 25;
    private static final int NAMES = 40;
    private static final Schema NOTHING = Schema.closed(Map.of());

    private Verbs() {}

    static CapabilityId id(int number) {
        return new CapabilityId("n.v" + number);
    }

    static CapabilityGraph linked(DrawnEdges edges, EdgeType type) {
        GraphBuilder builder = GraphBuilder.empty();
        for (int i = 0; i < edges.nodes(); i++) {
            builder.add(verb(i, NOTHING, Schema.NULL));
        }
        for (int i = 0; i < edges.from().length; i++) {
            builder.edge(id(edges.from()[i]), type, id(edges.to()[i]));
        }
        return builder.build();
    }

    /** Verbs in layers: each takes one to three values of its layer and makes one of the next. */
    static CapabilityGraph layered(int count) {
        Random random = new Random(11);
        GraphBuilder builder = GraphBuilder.empty();
        for (int i = 0; i < count; i++) {
            int layer = i % LAYERS;
            Map<String, Member> in = new TreeMap<>();
            int inputs = 1 + random.nextInt(3);
            for (int k = 0; k < inputs; k++) {
                in.put(name(layer, random.nextInt(NAMES)), Schema.required(type(random)));
            }
            Map<String, Member> out =
                    Map.of(name(layer + 1, random.nextInt(NAMES)), Schema.required(type(random)));
            builder.add(verb(i, Schema.closed(in), Schema.closed(out)));
        }
        return builder.build();
    }

    static String name(int layer, int number) {
        return "l" + layer + "n" + number;
    }

    private static Schema type(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Schema.WHOLE;
            case 1 -> Schema.DECIMAL;
            default -> Schema.TEXT;
        };
    }

    private static CapabilityNode verb(int number, Schema input, Schema output) {
        return CapabilityNode.of(
                id(number).path(),
                new VerbSchemas(SchemaDocument.of(input), SchemaDocument.of(output)),
                EffectSet.of(Effect.READ_ONLY));
    }
}

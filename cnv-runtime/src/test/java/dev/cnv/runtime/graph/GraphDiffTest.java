package dev.cnv.runtime.graph;

import static dev.cnv.runtime.graph.Graphs.id;
import static dev.cnv.runtime.graph.Graphs.node;
import static dev.cnv.runtime.graph.Graphs.object;
import static dev.cnv.runtime.graph.Graphs.plain;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.testing.Draws;
import dev.cnv.testing.Property;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GraphDiffTest {

    private static List<String> changes(CapabilityNode before, CapabilityNode after) {
        return GraphDiff.between(
                        GraphBuilder.empty().add(before).build(),
                        GraphBuilder.empty().add(after).build())
                .changes()
                .stream()
                .map(change -> change.type() + " " + change.what())
                .toList();
    }

    @Test
    void input_widerAndNarrower_areToldApart() {
        CapabilityNode narrow = node("a.b", object("x", Schema.whole(1, 5)), Schema.NULL);
        CapabilityNode wide = node("a.b", object("x", Schema.WHOLE), Schema.NULL);
        assertEquals(
                List.of("EXTENSION takes more: x a number of .., expected 1..5"),
                changes(narrow, wide));
        assertEquals(
                List.of("BREAKING takes less: x a number of .., expected 1..5"),
                changes(wide, narrow));
        assertEquals(List.of(), changes(wide, wide));
    }

    @Test
    void input_newMember_breaksWhenItIsRequired() {
        CapabilityNode before = node("a.b", object("x", Schema.TEXT), Schema.NULL);
        CapabilityNode required =
                node("a.b", object("x", Schema.TEXT, "y", Schema.TEXT), Schema.NULL);
        CapabilityNode optional = node(
                "a.b",
                Schema.closed(Map.of(
                        "x", Schema.required(Schema.TEXT), "y", Schema.optional(Schema.TEXT))),
                Schema.NULL);
        assertEquals(List.of("BREAKING takes less: y y is missing"), changes(before, required));
        assertEquals(
                List.of("EXTENSION takes more: y needs DROP_MEMBERS"), changes(before, optional));
    }

    @Test
    void output_moreMembers_extendAndFewerBreak() {
        CapabilityNode few = node("a.b", object(), object("x", Schema.TEXT));
        CapabilityNode more = node("a.b", object(), object("x", Schema.TEXT, "y", Schema.TEXT));
        assertEquals(List.of("EXTENSION returns more, or more precisely"), changes(few, more));
        assertEquals(
                List.of("BREAKING returns something else: y y is missing"), changes(more, few));
    }

    @Test
    void effects_more_break() {
        CapabilityNode reads = node("a.b", object(), Schema.NULL, Effect.READ_ONLY);
        CapabilityNode writes = node("a.b", object(), Schema.NULL, Effect.STORAGE_WRITE);
        assertEquals(List.of("BREAKING may now [STORAGE_WRITE]"), changes(reads, writes));
        assertEquals(List.of("EXTENSION no longer may [STORAGE_WRITE]"), changes(writes, reads));
    }

    private static CapabilityNode deprecated(CapabilityNode node, String why) {
        return new CapabilityNode(
                node.id(),
                node.name(),
                node.version(),
                node.schemas(),
                node.effects(),
                node.contract(),
                node.cost(),
                node.reliability(),
                node.tags(),
                Optional.of(why));
    }

    @Test
    void changelog_everyType_hasItsHeading() {
        CapabilityGraph before = GraphBuilder.empty()
                .add(plain("a.gone"))
                .add(plain("a.old"))
                .add(plain("a.kept"))
                .add(plain("a.more"))
                .edge(id("a.kept"), EdgeType.REQUIRES, id("a.old"))
                .build();
        CapabilityGraph after = GraphBuilder.empty()
                .add(plain("a.fresh"))
                .add(deprecated(plain("a.old"), "use `a.fresh`\n<b>"))
                .add(plain("a.kept"))
                .add(plain("a.more"))
                .edge(id("a.more"), EdgeType.REQUIRES, id("a.old"))
                .build();
        GraphDiff diff = GraphDiff.between(before, after);
        assertFalse(diff.compatible());
        assertEquals("""
                ## Addition

                - `a.fresh` is new

                ## Extension

                - `a.kept` no longer REQUIRES a.old

                ## Breaking

                - `a.more` now REQUIRES a.old

                ## Deprecation

                - `a.old` is deprecated: use \\`a.fresh\\` \\<b\\>

                ## Removal

                - `a.gone` is gone
                """, diff.changelog());
    }

    private static CapabilityGraph draw(Draws draws) {
        GraphBuilder builder = GraphBuilder.empty();
        Map<Integer, CapabilityNode> nodes = new TreeMap<>();
        for (int i = 0; i < 4; i++) {
            if (draws.flip()) {
                nodes.put(
                        i,
                        node(
                                id(i).path(),
                                SchemaDraws.structure(draws, 0),
                                SchemaDraws.schema(draws, 1) instanceof Schema.Reference
                                        ? Schema.NULL
                                        : Schema.WHOLE,
                                draws.oneOf(Effect.READ_ONLY, Effect.MUTATE_STATE)));
            }
        }
        nodes.values().forEach(builder::add);
        for (int from : nodes.keySet()) {
            for (int to : nodes.keySet()) {
                if (from < to && draws.flip()) {
                    builder.edge(id(from), EdgeType.REQUIRES, id(to));
                }
            }
        }
        return builder.build();
    }

    private static Set<CapabilityId> of(GraphDiff diff, ChangeType... types) {
        Set<ChangeType> wanted = EnumSet.copyOf(List.of(types));
        return diff.changes().stream()
                .filter(change -> wanted.contains(change.type()))
                .map(GraphDiff.Change::capability)
                .collect(Collectors.toSet());
    }

    @Test
    void between_swapped_isMirrored() {
        Property.named("graph-diff")
                .oneIn(5)
                .check(draws -> List.of(draw(draws), draw(draws)), pair -> {
                    GraphDiff there = GraphDiff.between(pair.get(0), pair.get(1));
                    GraphDiff back = GraphDiff.between(pair.get(1), pair.get(0));
                    assertEquals(of(there, ChangeType.ADDITION), of(back, ChangeType.REMOVAL));
                    assertEquals(of(there, ChangeType.REMOVAL), of(back, ChangeType.ADDITION));
                    assertEquals(
                            of(there, ChangeType.EXTENSION, ChangeType.BREAKING),
                            of(back, ChangeType.EXTENSION, ChangeType.BREAKING));
                    assertTrue(GraphDiff.between(pair.get(0), pair.get(0))
                            .changes()
                            .isEmpty());
                });
    }
}

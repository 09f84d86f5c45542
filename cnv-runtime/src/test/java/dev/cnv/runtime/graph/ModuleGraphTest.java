package dev.cnv.runtime.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.testing.Fuzz;
import dev.cnv.testing.Property;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModuleGraphTest {

    private static final Digest TAKES = Digest.of("takes");
    private static final Digest MAKES = Digest.of("makes");

    /** Bytes of a graph while they are put together; what is wrong with them is the test's matter. */
    private static final class Bytes {
        private final List<String> ids = new ArrayList<>();
        private final List<int[]> edges = new ArrayList<>();
        private int flags = 1;
        private int version = 1;
        private int nodeCount = -1;
        private int edgeCount = -1;
        private int streams;
        private Digest input = TAKES;
        private String handler = "app.Shop";

        Bytes nodes(String... more) {
            ids.addAll(List.of(more));
            return this;
        }

        Bytes edge(int type, int from, int to, int cost) {
            edges.add(new int[] {type, from, to, cost});
            return this;
        }

        byte[] made() {
            try {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                DataOutputStream out = new DataOutputStream(bytes);
                out.writeInt(0x434e5647);
                out.writeShort(version);
                out.writeShort(flags);
                out.writeInt(nodeCount < 0 ? ids.size() : nodeCount);
                out.writeInt(edgeCount < 0 ? edges.size() : edgeCount);
                for (String id : ids) {
                    out.writeUTF(id);
                    out.write(input.bytes());
                    out.write(MAKES.bytes());
                    out.writeByte(streams);
                    out.writeUTF(handler);
                }
                for (int[] edge : edges) {
                    out.writeByte(edge[0]);
                    out.writeInt(edge[1]);
                    out.writeInt(edge[2]);
                    out.writeInt(edge[3]);
                }
                out.write(Digest.of(bytes.toByteArray()).bytes());
                return bytes.toByteArray();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Bytes shop() {
        return new Bytes().nodes("shop.buy", "shop.find").edge(0, 1, 0, 5).edge(1, 0, 1, 1);
    }

    private static ModuleGraph read(byte[] bytes) {
        return ModuleGraph.read(new ByteArrayInputStream(bytes));
    }

    private static String refusal(Bytes bytes) {
        return assertThrows(ModuleGraphRefusedException.class, () -> read(bytes.made()))
                .getMessage();
    }

    // The bytes

    @Test
    void read_goldenBytes_givesTheirGraph() {
        String golden = "434e564700010001" + "00000002" + "00000002" + "0008" + "73686f702e627579"
                + TAKES.hex() + MAKES.hex() + "00" + "0008" + "6170702e53686f70" + "0009"
                + "73686f702e66696e64" + TAKES.hex() + MAKES.hex() + "00" + "0008"
                + "6170702e53686f70" + "00" + "00000001" + "00000000" + "00000005" + "01"
                + "00000000" + "00000001" + "00000001"
                + "863207ad045008825d464f121bb5fbee2d05608d95961c96c9be340054a73f55";
        byte[] made = shop().made();
        assertEquals(golden, HexFormat.of().formatHex(made));
        ModuleGraph graph = read(made);
        assertTrue(graph.complete());
        assertEquals(
                List.of(
                        new ModuleGraph.Node(
                                new CapabilityId("shop.buy"), "app.Shop", TAKES, MAKES, false),
                        new ModuleGraph.Node(
                                new CapabilityId("shop.find"), "app.Shop", TAKES, MAKES, false)),
                graph.nodes());
        assertEquals(
                List.of(
                        new ModuleGraph.Edge(EdgeType.PRODUCES, 1, 0, 5),
                        new ModuleGraph.Edge(EdgeType.REQUIRES, 0, 1, 1)),
                graph.edges());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 1, 0, cost=0",
        "0, 0, 1, 1073741825, cost=1073741825",
        "0, 0, 2, 1, to=2",
        "0, -1, 1, 1, from=-1",
        "0, 1, 1, 1, edge=1>1",
        "1, 0, 1, 2, cost=2",
        "4, 0, 1, 1, type=4"
    })
    void read_edgeOutOfRange_isRefused(int type, int from, int to, int cost, String why) {
        String message = refusal(new Bytes().nodes("a.b", "a.c").edge(type, from, to, cost));
        assertTrue(message.endsWith(why), message);
    }

    @Test
    void read_notAsWritten_isRefused() {
        Bytes version = shop();
        version.version = 2;
        assertTrue(refusal(version).endsWith("version=2"));
        Bytes flags = shop();
        flags.flags = 3;
        assertTrue(refusal(flags).endsWith("flags=3"));
        Bytes incomplete = shop();
        incomplete.flags = 0;
        assertTrue(refusal(incomplete).endsWith("edge=1>0"));
        Bytes streams = shop();
        streams.streams = 2;
        assertTrue(refusal(streams).endsWith("streams=2"));
        Bytes many = shop();
        many.nodeCount = Integer.MAX_VALUE;
        assertTrue(refusal(many).endsWith("nodes=2147483647"));
        Bytes edges = shop();
        edges.edgeCount = 3;
        assertTrue(refusal(edges).endsWith("edges=3"));
        Bytes fewer = shop();
        fewer.edgeCount = 1;
        assertTrue(refusal(fewer).endsWith("bytes left=26"));
        assertTrue(refusal(new Bytes().nodes("b.b", "a.a")).endsWith("node=a.a"));
        assertTrue(refusal(new Bytes().nodes("a.a", "a.a")).endsWith("node=a.a"));
        assertTrue(refusal(new Bytes().nodes("A B")).endsWith("id=A B"));
        assertTrue(refusal(shop().edge(0, 0, 1, 1)).contains("edge="));
    }

    @Test
    void read_anyBitTurned_isRefused() {
        byte[] good = shop().made();
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertThrows(ModuleGraphRefusedException.class, () -> read(bad));
        }
        for (int length = 0; length < good.length; length++) {
            byte[] bad = Arrays.copyOf(good, length);
            assertThrows(ModuleGraphRefusedException.class, () -> read(bad));
        }
    }

    /** With the digest made anew, so that what is behind it is reached. */
    @Test
    void read_changedBytes_areRefusedOrAGraph() {
        byte[] good = shop().made();
        byte[] body = Arrays.copyOf(good, good.length - 32);
        AtomicInteger read = new AtomicInteger();
        Property.named("module-graph-changed").check(draws -> Fuzz.changed(draws, body), bytes -> {
            byte[] whole = Arrays.copyOf(bytes, bytes.length + 32);
            System.arraycopy(Digest.of(bytes).bytes(), 0, whole, bytes.length, 32);
            try {
                read(whole);
                read.incrementAndGet();
            } catch (ModuleGraphRefusedException e) {
                assertTrue(e.getMessage().contains("="), e.getMessage());
            }
        });
        assertTrue(read.get() > 0, "nothing was read");
    }

    // What is believed of it

    private static final String INPUT = "{\"type\":\"object\",\"properties\":{\"find\":{\"type\":"
            + "\"integer\"}},\"required\":[\"find\"],\"additionalProperties\":false}";

    private static VerbDescriptor verb(String id, Digest input, String... requires) {
        return VerbDescriptor.of(id, "1.0.0", "app.Shop#m")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .requires(requires)
                .schemas(input.hex(), MAKES.hex());
    }

    private static GraphBuilder builder(VerbDescriptor... verbs) {
        Map<CapabilityId, VerbSchemas> schemas = new TreeMap<>();
        for (VerbDescriptor verb : verbs) {
            schemas.put(
                    verb.id(),
                    new VerbSchemas(
                            SchemaReader.read(INPUT), SchemaReader.read("{\"type\":\"integer\"}")));
        }
        return GraphBuilder.of(List.of(verbs), schemas);
    }

    private static List<String> produced(GraphBuilder builder) {
        return builder.build().edges(EdgeType.PRODUCES).stream()
                .map(edge -> edge.from().capability() + ">" + edge.to().capability() + " "
                        + edge.weight())
                .toList();
    }

    private static VerbDescriptor buy() {
        return verb("shop.buy", TAKES, "shop.find");
    }

    @Test
    void compiled_ofTheseVerbs_isNotSearchedAgain() {
        VerbDescriptor find = verb("shop.find", TAKES);
        assertEquals(List.of("shop.find>shop.buy 1.0"), produced(builder(buy(), find)));
        // Another weight than the search would find shows where it is from.
        assertEquals(
                List.of("shop.find>shop.buy 5.0"),
                produced(builder(buy(), find).compiled(List.of(read(shop().made())))));
    }

    @Test
    void compiled_ofOtherSchemasOrAnotherClass_isNotBelieved() {
        ModuleGraph graph = read(shop().made());
        VerbDescriptor stale = verb("shop.find", Digest.of("before"));
        assertEquals(
                List.of("shop.find>shop.buy 1.0"),
                produced(builder(buy(), stale).compiled(List.of(graph))));
        Bytes foreign = shop();
        foreign.handler = "app.Shopping";
        assertEquals(
                List.of("shop.find>shop.buy 1.0"),
                produced(builder(buy(), verb("shop.find", TAKES))
                        .compiled(List.of(read(foreign.made())))));
        Bytes streams = shop();
        streams.streams = 1;
        assertEquals(
                List.of("shop.find>shop.buy 1.0"),
                produced(builder(buy(), verb("shop.find", TAKES))
                        .compiled(List.of(read(streams.made())))));
    }

    @Test
    void compiled_incomplete_isSearched() {
        Bytes bytes = new Bytes().nodes("shop.buy", "shop.find").edge(1, 0, 1, 1);
        bytes.flags = 0;
        ModuleGraph graph = read(bytes.made());
        assertFalse(graph.complete());
        assertEquals(
                List.of("shop.find>shop.buy 1.0"),
                produced(builder(buy(), verb("shop.find", TAKES)).compiled(List.of(graph))));
    }

    @Test
    void compiled_withVerbsOfOtherModules_isSearchedBetweenThem() {
        VerbDescriptor other = verb("other.use", TAKES);
        assertEquals(
                List.of("shop.find>other.use 1.0", "shop.find>shop.buy 5.0"),
                produced(builder(buy(), verb("shop.find", TAKES), other)
                        .compiled(List.of(read(shop().made())))));
    }

    @Test
    void compiled_twice_theFirstIsBelieved() {
        ModuleGraph again = read(new Bytes()
                .nodes("shop.buy", "shop.find")
                .edge(0, 1, 0, 9)
                .edge(1, 0, 1, 1)
                .made());
        assertEquals(
                List.of("shop.find>shop.buy 5.0"),
                produced(builder(buy(), verb("shop.find", TAKES))
                        .compiled(List.of(read(shop().made()), again))));
    }

    @Test
    void compiled_againstTheDeclarations_isAFinding() {
        ModuleGraph graph = read(shop().made());
        GraphBuilder builder =
                builder(verb("shop.buy", TAKES), verb("shop.find", TAKES)).compiled(List.of(graph));
        assertEquals(
                List.of(new GraphFinding.Contradiction(
                        new CapabilityId("shop.buy"),
                        EdgeType.REQUIRES,
                        new CapabilityId("shop.find"))),
                builder.check());
        assertThrows(GraphRefusedException.class, builder::build);
    }
}

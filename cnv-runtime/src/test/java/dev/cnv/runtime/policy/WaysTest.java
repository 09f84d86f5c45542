package dev.cnv.runtime.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.CapabilityPattern;
import dev.cnv.testing.Draws;
import dev.cnv.testing.Fuzz;
import dev.cnv.testing.Property;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WaysTest {

    private static final String GOLDEN =
            "{\"begins\":[\"a.ask\"],\"next\":{\"a.ask\":[\"b.approve\"],"
                    + "\"b.approve\":[\"c.pay\"],\"c.pay\":[]}}";

    private static CapabilityId id(String path) {
        return new CapabilityId(path);
    }

    private static boolean passes(Ways ways, String to, String through) {
        return ways.everyPathPasses(new CapabilityPattern(to), new CapabilityPattern(through));
    }

    private static Ways ways(List<String> begins, Map<String, List<String>> next) {
        Map<CapabilityId, List<CapabilityId>> ids = new TreeMap<>();
        next.forEach((from, to) ->
                ids.put(id(from), to.stream().map(CapabilityId::new).toList()));
        return Ways.of(begins.stream().map(CapabilityId::new).toList(), ids);
    }

    @Test
    void everyPathPasses_oneWay_passesWhatStandsOnIt() {
        Ways ways = Ways.parse(GOLDEN.getBytes(StandardCharsets.UTF_8));
        assertTrue(passes(ways, "c.pay", "b.approve"));
        assertTrue(passes(ways, "c.*", "a.*"));
        assertTrue(passes(ways, "c.pay", "c.pay"));
        assertFalse(passes(ways, "b.approve", "c.pay"));
        assertFalse(passes(ways, "a.ask", "b.approve"));
        assertEquals(GOLDEN, new String(ways.bytes(), StandardCharsets.UTF_8));
    }

    @Test
    void everyPathPasses_wayRound_doesNot() {
        Ways ways = ways(
                List.of("a.ask"),
                Map.of(
                        "a.ask", List.of("b.approve", "b.guess"),
                        "b.approve", List.of("c.pay"),
                        "b.guess", List.of("c.pay"),
                        "c.pay", List.of()));
        assertFalse(passes(ways, "c.pay", "b.approve"));
        assertTrue(passes(ways, "c.pay", "b.*"));
    }

    @Test
    void everyPathPasses_nothingAtTheEnd_isAFault() {
        Ways ways = Ways.parse(GOLDEN.getBytes(StandardCharsets.UTF_8));
        assertThrows(ConditionFault.class, () -> passes(ways, "d.none", "a.ask"));
    }

    @Test
    void of_unknownVerb_isRefused() {
        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> ways(List.of("a.ask"), Map.of("b.approve", List.of())))
                .getMessage()
                .contains("verb=a.ask"));
        assertThrows(
                IllegalArgumentException.class,
                () -> ways(List.of(), Map.of("b.approve", List.of("c.pay"))));
    }

    @Test
    void parse_notWays_isRefused() {
        for (String text : List.of(
                "[]",
                "{}",
                "{\"begins\":[],\"next\":[]}",
                "{\"begins\":{},\"next\":{}}",
                "{\"begins\":[1],\"next\":{}}",
                "{\"begins\":[\"A\"],\"next\":{}}",
                "{\"begins\":[],\"next\":{\"a.b\":1}}",
                "{\"begins\":[],\"next\":{},\"more\":1}")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Ways.parse(text.getBytes(StandardCharsets.UTF_8)),
                    text);
        }
        assertThrows(
                IllegalArgumentException.class, () -> Ways.parse(new byte[Ways.MAX_BYTES + 1]));
    }

    @Test
    void parse_anyBytes_areRefusedOrRead() {
        byte[] golden = GOLDEN.getBytes(StandardCharsets.UTF_8);
        Property.named("ways_anyBytes_areRefusedOrRead")
                .check(
                        draws -> draws.flip() ? Fuzz.changed(draws, golden) : Fuzz.bytes(draws, 60),
                        bytes -> {
                            try {
                                Ways read = Ways.parse(bytes);
                                assertEquals(read, Ways.parse(read.bytes()));
                            } catch (IllegalArgumentException | JsonRefusedException _) {
                                // Refused.
                            }
                        });
    }

    /** Against all simple ways, one by one. */
    @Test
    void everyPathPasses_smallGraphs_isAsCounted() {
        Property.named("ways_everyPathPasses_isAsCounted")
                .check(WaysTest::graph, WaysTest::checkAgainstAllWays);
    }

    private static List<List<Integer>> graph(Draws draws) {
        int size = draws.between(2, 6);
        List<List<Integer>> edges = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            edges.add(draws.list(3, d -> d.between(0, size - 1)));
        }
        return edges;
    }

    private static void checkAgainstAllWays(List<List<Integer>> edges) {
        Map<String, List<String>> next = new TreeMap<>();
        for (int i = 0; i < edges.size(); i++) {
            next.put(name(i), edges.get(i).stream().map(WaysTest::name).toList());
        }
        Ways ways = ways(List.of(name(0)), next);
        int end = edges.size() - 1;
        for (int through = 0; through < edges.size(); through++) {
            boolean round = leadsRound(edges, 0, end, through, new ArrayList<>());
            assertEquals(!round, passes(ways, name(end), name(through)));
        }
    }

    private static boolean leadsRound(
            List<List<Integer>> edges, int at, int end, int through, List<Integer> way) {
        if (at == through || way.contains(at)) {
            return false;
        }
        if (at == end) {
            return true;
        }
        way.add(at);
        for (int after : edges.get(at)) {
            if (leadsRound(edges, after, end, through, way)) {
                return true;
            }
        }
        way.removeLast();
        return false;
    }

    private static String name(int index) {
        return "v.n" + index;
    }
}

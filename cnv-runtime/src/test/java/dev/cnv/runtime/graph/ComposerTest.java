package dev.cnv.runtime.graph;

import static dev.cnv.runtime.graph.Graphs.id;
import static dev.cnv.runtime.graph.Graphs.node;
import static dev.cnv.runtime.graph.Graphs.object;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.graph.CompositionPlan.Source;
import dev.cnv.runtime.graph.CompositionPlan.Step;
import dev.cnv.runtime.graph.CompositionQuery.Objective;
import dev.cnv.testing.Draws;
import dev.cnv.testing.Property;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ComposerTest {

    private static Map<String, SchemaDocument> values(Object... namesAndSchemas) {
        Map<String, SchemaDocument> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndSchemas.length; i += 2) {
            values.put((String) namesAndSchemas[i], SchemaDocument.of((Schema)
                    namesAndSchemas[i + 1]));
        }
        return values;
    }

    private static CompositionPlan plan(CapabilityGraph graph, CompositionQuery query) {
        return assertInstanceOf(Composition.Planned.class, Composer.of(graph).compose(query))
                .plan();
    }

    private static CapabilityGraph shop() {
        return GraphBuilder.empty()
                .add(node(
                        "customer.find",
                        object("email", Schema.TEXT),
                        object("customerId", Schema.WHOLE)))
                .add(node(
                        "basket.open",
                        object("customer-id", Schema.DECIMAL),
                        object("basket", Schema.TEXT)))
                .add(node(
                        "payment.authorise",
                        object("customer-id", Schema.WHOLE, "amount", Schema.DECIMAL),
                        object("token", Schema.TEXT)))
                .add(node(
                        "order.place",
                        Schema.closed(Map.of(
                                "basket", Schema.required(Schema.TEXT),
                                "token", Schema.required(Schema.TEXT),
                                "email", Schema.optional(Schema.TEXT),
                                "note", Schema.optional(Schema.TEXT))),
                        Schema.WHOLE))
                .build();
    }

    @Test
    void compose_severalInputs_areWired() {
        CapabilityGraph graph = shop();
        CompositionPlan plan = plan(
                graph,
                CompositionQuery.of(
                        values("email", Schema.TEXT, "amount", Schema.WHOLE),
                        values("place", Schema.TEXT)));
        assertTrue(plan.minimal());
        assertEquals(4, plan.cost());
        assertEquals(
                List.of("customer.find", "payment.authorise", "basket.open", "order.place"),
                plan.steps().stream().map(step -> step.node().toString()).toList());
        Step pay = plan.steps().get(1);
        assertEquals(
                new CompositionPlan.Result(0, "customerId", new Fit.Matches()),
                pay.arguments().get("customer-id"));
        Fit widened =
                new Fit.Transformed(List.of(new Fit.Change("", Transform.INTEGER_TO_DECIMAL)));
        assertEquals(
                new CompositionPlan.Given("amount", widened), pay.arguments().get("amount"));
        Step order = plan.steps().get(3);
        // What may be left out is passed on when it was given, and never taken from a result.
        assertEquals(
                new TreeSet<>(Set.of("basket", "email", "token")),
                order.arguments().keySet());
        assertEquals(
                new CompositionPlan.Result(
                        3,
                        "",
                        new Fit.Transformed(
                                List.of(new Fit.Change("", Transform.INTEGER_TO_TEXT)))),
                plan.outputs().get("place"));
    }

    @Test
    void compose_nothingMakesIt_saysWhat() {
        assertEquals(
                new Composition.Impossible(List.of("place")),
                Composer.of(shop())
                        .compose(CompositionQuery.of(
                                values("email", Schema.TEXT),
                                values("customer-id", Schema.WHOLE, "place", Schema.WHOLE))));
    }

    @Test
    void compose_onlyWithinSomeNodes_usesNoOther() {
        CapabilityGraph graph = shop();
        Set<NodeId> allowed = new HashSet<>(graph.ids());
        allowed.remove(graph.id("basket.open"));
        CompositionQuery query = CompositionQuery.of(
                values("email", Schema.TEXT, "amount", Schema.WHOLE),
                values("place", Schema.WHOLE));
        assertInstanceOf(
                Composition.Impossible.class, Composer.of(graph).compose(query.within(allowed)));
        NodeId foreign = shop().ids().getFirst();
        assertThrows(
                IllegalArgumentException.class,
                () -> Composer.of(graph).compose(query.within(Set.of(foreign))));
    }

    @Test
    void compose_givenIsWanted_needsNoStep() {
        CompositionPlan plan = plan(
                shop(),
                CompositionQuery.of(values("note", Schema.TEXT), values("note", Schema.TEXT)));
        assertEquals(List.of(), plan.steps());
        assertTrue(plan.minimal());
    }

    @Test
    void compose_cheapest_mayTakeMoreSteps() {
        CapabilityGraph graph = GraphBuilder.empty()
                .add(node("a.direct", object("x", Schema.TEXT), object("z", Schema.TEXT))
                        .weighted(10, 1))
                .add(node("a.first", object("x", Schema.TEXT), object("y", Schema.TEXT)))
                .add(node("a.second", object("y", Schema.TEXT), object("z", Schema.TEXT)))
                .build();
        CompositionQuery query =
                CompositionQuery.of(values("x", Schema.TEXT), values("z", Schema.TEXT));
        assertEquals(1, plan(graph, query).steps().size());
        CompositionPlan cheap = plan(graph, query.by(Objective.CHEAPEST));
        assertEquals(2, cheap.steps().size());
        assertEquals(2, cheap.cost());
        assertTrue(cheap.minimal());
    }

    /** Each alone makes what the other needs: no order can begin. */
    @Test
    void compose_circle_isNoPlan() {
        CapabilityGraph graph = GraphBuilder.empty()
                .add(node("a.one", object("x", Schema.TEXT), object("y", Schema.TEXT)))
                .add(node("a.two", object("y", Schema.TEXT), object("x", Schema.TEXT)))
                .build();
        assertEquals(
                new Composition.Impossible(List.of("x")),
                Composer.of(graph)
                        .compose(CompositionQuery.of(Map.of(), values("x", Schema.TEXT))));
    }

    @Test
    void compose_searchGivenUp_saysSo() {
        Property.named("compose-bounded").oneIn(20).check(ComposerTest::draw, drawn -> {
            Composer composer = Composer.of(drawn.graph());
            Composition some = composer.compose(drawn.query().search(1));
            Composition all = composer.compose(drawn.query().search(1_000_000));
            if (some instanceof Composition.Planned(var _, CompositionPlan found)) {
                CompositionPlan best = ((Composition.Planned) all).plan();
                assertTrue(best.minimal());
                assertTrue(found.cost() >= best.cost());
                assertTrue(!found.minimal() || found.cost() == best.cost());
            }
        });
    }

    private record Drawn(CapabilityGraph graph, CompositionQuery query) {}

    private static final List<String> NAMES = List.of("p", "q", "r", "s", "t", "u", "v");

    private static Drawn draw(Draws draws) {
        GraphBuilder builder = GraphBuilder.empty();
        boolean deep = draws.flip();
        int size = deep ? draws.between(6, 10) : draws.between(1, 9);
        for (int i = 0; i < size; i++) {
            Schema in = deep ? members(draws, 1, 2) : members(draws, 0, 3);
            Schema out = deep ? members(draws, 1, 1) : members(draws, 0, 2);
            builder.add(node(id(i).path(), in, out).weighted(draws.between(0, 4), 1));
        }
        CompositionQuery query = CompositionQuery.of(
                drawn(draws, draws.between(deep ? 2 : 0, 3)), drawn(draws, draws.between(1, 3)));
        return new Drawn(
                builder.build(),
                (draws.flip() ? query.by(Objective.CHEAPEST) : query).search(1_000_000));
    }

    private static Map<String, SchemaDocument> drawn(Draws draws, int count) {
        Map<String, SchemaDocument> values = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            values.put(draws.pick(NAMES), SchemaDocument.of(type(draws)));
        }
        return values;
    }

    private static Schema type(Draws draws) {
        return draws.rarely(6) ? Schema.WHOLE : draws.rarely(8) ? Schema.NULL : Schema.TEXT;
    }

    private static Schema members(Draws draws, int min, int max) {
        Map<String, Schema.Member> members = new LinkedHashMap<>();
        int count = draws.between(min, max);
        for (int i = 0; i < count; i++) {
            members.put(draws.pick(NAMES), Schema.required(type(draws)));
        }
        return Schema.closed(members);
    }

    @Test
    void compose_allSubsetsTried_isMinimal() {
        AtomicInteger planned = new AtomicInteger();
        AtomicInteger longest = new AtomicInteger();
        Property.named("compose-minimal").oneIn(4).check(ComposerTest::draw, drawn -> {
            double[] best = bruteForce(drawn);
            Composition found = Composer.of(drawn.graph()).compose(drawn.query());
            if (best.length == 0) {
                assertInstanceOf(Composition.Impossible.class, found);
                return;
            }
            CompositionPlan plan =
                    assertInstanceOf(Composition.Planned.class, found).plan();
            assertTrue(plan.minimal());
            assertEquals(best[0], plan.cost());
            assertEquals((int) best[1], plan.steps().size());
            requireRuns(drawn, plan);
            planned.incrementAndGet();
            longest.accumulateAndGet(plan.steps().size(), Math::max);
        });
        assertTrue(planned.get() > 200, "planned=" + planned);
        assertTrue(longest.get() >= 4, "longest=" + longest);
    }

    /** The least cost, and the fewest steps of that cost; empty when no subset makes it. */
    private static double[] bruteForce(Drawn drawn) {
        double[] best = {};
        int size = drawn.graph().size();
        if (!makes(drawn, (1 << size) - 1, false)) {
            return best;
        }
        for (int subset = 0; subset < 1 << size; subset++) {
            double cost = 0;
            for (int i = 0; i < size; i++) {
                if ((subset >> i & 1) != 0) {
                    cost += drawn.query().objective() == Objective.FEWEST
                            ? 1
                            : drawn.graph().node(drawn.graph().id(i)).cost();
                }
            }
            int count = Integer.bitCount(subset);
            boolean better =
                    best.length == 0 || cost < best[0] || cost == best[0] && count < best[1];
            if (better && makes(drawn, subset, true)) {
                best = new double[] {cost, count};
            }
        }
        return best;
    }

    private static boolean makes(Drawn drawn, int subset, boolean all) {
        Map<String, List<SchemaDocument>> known = new HashMap<>();
        drawn.query()
                .given()
                .forEach((name, schema) ->
                        known.computeIfAbsent(name, _ -> new ArrayList<>()).add(schema));
        Set<Integer> ran = new HashSet<>();
        boolean more = true;
        while (more) {
            more = false;
            for (NodeId node : drawn.graph().ids()) {
                VerbSchemas schemas = drawn.graph().node(node).schemas();
                if ((subset >> node.index() & 1) != 0
                        && !ran.contains(node.index())
                        && has(known, parts(schemas.input()))) {
                    ran.add(node.index());
                    parts(schemas.output())
                            .forEach((name, schema) -> known.computeIfAbsent(
                                            name, _ -> new ArrayList<>())
                                    .add(schema));
                    more = true;
                }
            }
        }
        return (!all || ran.size() == Integer.bitCount(subset))
                && has(known, drawn.query().wanted());
    }

    private static Map<String, SchemaDocument> parts(SchemaDocument object) {
        Map<String, SchemaDocument> parts = new LinkedHashMap<>();
        Schema.Structure structure = (Schema.Structure) object.root();
        structure
                .members()
                .forEach((name, member) -> parts.put(name, SchemaDocument.of(member.schema())));
        if (structure.members().isEmpty()) {
            // An object without members is a value of its own, which nothing here wants.
            return Map.of();
        }
        return parts;
    }

    private static boolean has(
            Map<String, List<SchemaDocument>> known, Map<String, SchemaDocument> wanted) {
        return wanted.entrySet().stream()
                .allMatch(entry -> known.getOrDefault(entry.getKey(), List.of()).stream()
                        .anyMatch(schema -> Compatibility.check(schema, entry.getValue())
                                .fit()
                                .accepted()));
    }

    /** Every argument is there before its step, and fits. */
    private static void requireRuns(Drawn drawn, CompositionPlan plan) {
        for (int i = 0; i < plan.steps().size(); i++) {
            Step step = plan.steps().get(i);
            Map<String, SchemaDocument> inputs =
                    parts(drawn.graph().node(step.node()).schemas().input());
            assertEquals(inputs.keySet(), new HashSet<>(step.arguments().keySet()));
            for (Map.Entry<String, Source> argument : step.arguments().entrySet()) {
                requireSource(drawn, plan, i, argument, inputs.get(argument.getKey()));
            }
        }
        assertEquals(drawn.query().wanted().keySet(), plan.outputs().keySet());
        plan.outputs()
                .entrySet()
                .forEach(output -> requireSource(
                        drawn,
                        plan,
                        plan.steps().size(),
                        output,
                        drawn.query().wanted().get(output.getKey())));
    }

    private static void requireSource(
            Drawn drawn,
            CompositionPlan plan,
            int before,
            Map.Entry<String, Source> argument,
            SchemaDocument wanted) {
        SchemaDocument source = switch (argument.getValue()) {
            case CompositionPlan.Given given -> drawn.query().given().get(given.name());
            case CompositionPlan.Result result -> {
                assertTrue(result.step() < before);
                NodeId node = plan.steps().get(result.step()).node();
                yield parts(drawn.graph().node(node).schemas().output()).get(result.member());
            }
        };
        assertEquals(
                Compatibility.check(source, wanted).fit(), argument.getValue().fit());
        assertFalse(argument.getValue().fit() instanceof Fit.Refused);
    }
}

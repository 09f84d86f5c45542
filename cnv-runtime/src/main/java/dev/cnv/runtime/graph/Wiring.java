package dev.cnv.runtime.graph;

import dev.cnv.runtime.graph.CompositionPlan.Source;
import dev.cnv.runtime.graph.CompositionPlan.Step;
import dev.cnv.runtime.graph.Schema.Member;
import dev.cnv.runtime.graph.Schema.Null;
import dev.cnv.runtime.graph.Schema.Structure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Says where each argument of a plan comes from: the source that costs least to change; of several,
 * what was given, then the earliest step.
 */
final class Wiring {

    private record Offer(String form, SchemaDocument schema, Source source) {}

    private final ComposerIndex index;
    private final CompositionQuery query;
    private final List<Offer> offers = new ArrayList<>();

    Wiring(ComposerIndex index, CompositionQuery query) {
        this.index = index;
        this.query = query;
        query.given()
                .forEach((name, schema) -> offers.add(new Offer(
                        MemberNames.form(name),
                        schema,
                        new CompositionPlan.Given(name, new Fit.Matches()))));
    }

    CompositionPlan plan(int[] verbs, boolean minimal) {
        List<Step> steps = new ArrayList<>();
        int given = offers.size();
        double cost = 0;
        for (int verb : verbs) {
            CapabilityNode node = index.graph.node(verb);
            steps.add(new Step(index.graph.id(verb), arguments(node, given)));
            offer(node, steps.size() - 1);
            cost += query.objective() == CompositionQuery.Objective.FEWEST ? 1 : node.cost();
        }
        Map<String, Source> outputs = new TreeMap<>();
        query.wanted()
                .forEach((name, schema) ->
                        outputs.put(name, source(name, schema, offers.size()).orElseThrow()));
        return new CompositionPlan(steps, outputs, cost, minimal);
    }

    private Map<String, Source> arguments(CapabilityNode node, int given) {
        Map<String, Source> arguments = new TreeMap<>();
        SchemaDocument input = node.schemas().input();
        if (input.resolved(input.root()) instanceof Structure structure) {
            structure.members().forEach((name, member) -> {
                SchemaDocument wanted = input.part(member.schema());
                if (member.required()) {
                    arguments.put(name, source(name, wanted, offers.size()).orElseThrow());
                } else {
                    source(name, wanted, given).ifPresent(found -> arguments.put(name, found));
                }
            });
        }
        return arguments;
    }

    private Optional<Source> source(String name, SchemaDocument wanted, int count) {
        String form = MemberNames.form(name);
        Optional<Source> best = Optional.empty();
        for (Offer offer : offers.subList(0, count)) {
            if (offer.form().equals(form)) {
                Fit fit = Compatibility.fit(offer.schema(), wanted);
                if (fit.accepted()
                        && (best.isEmpty() || fit.cost() < best.get().fit().cost())) {
                    best = Optional.of(with(offer.source(), fit));
                }
            }
        }
        return best;
    }

    private static Source with(Source source, Fit fit) {
        return switch (source) {
            case CompositionPlan.Given given -> new CompositionPlan.Given(given.name(), fit);
            case CompositionPlan.Result result ->
                new CompositionPlan.Result(result.step(), result.member(), fit);
        };
    }

    /** What {@link Slots#makes} says, with the place in the result. */
    private void offer(CapabilityNode node, int step) {
        SchemaDocument output = node.schemas().output();
        Schema root = output.resolved(output.root());
        if (root instanceof Structure structure && !structure.members().isEmpty()) {
            for (Map.Entry<String, Member> member : structure.members().entrySet()) {
                if (member.getValue().required()) {
                    add(
                            member.getKey(),
                            output.part(member.getValue().schema()),
                            step,
                            member.getKey());
                }
            }
        } else if (!(root instanceof Null)) {
            add(node.id().verb(), output, step, "");
        }
    }

    private void add(String name, SchemaDocument schema, int step, String member) {
        offers.add(new Offer(
                MemberNames.form(name),
                schema,
                new CompositionPlan.Result(step, member, new Fit.Matches())));
    }
}

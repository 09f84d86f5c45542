package dev.cnv.runtime.kernel;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.call.Composed;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.graph.CapabilityGraph;
import dev.cnv.runtime.graph.Composition.Planned;
import dev.cnv.runtime.graph.CompositionPlan;
import dev.cnv.runtime.graph.CompositionPlan.Source;
import dev.cnv.runtime.graph.CompositionPlan.Step;
import dev.cnv.runtime.graph.Conversion;
import dev.cnv.runtime.graph.Schema.Member;
import dev.cnv.runtime.graph.Schema.Structure;
import dev.cnv.runtime.graph.SchemaDocument;
import dev.cnv.runtime.outcome.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs a plan: each step is a call like any other, with a proof of its own and its own decision in the
 * ledger. Its path has the verbs whose results it is made of, so that a policy sees what led to it.
 *
 * <p><b>Threading:</b> one run, one thread.
 */
final class PlanRun {

    private final KernelSession session;
    private final CapabilityGraph graph;
    private final Planned planned;
    private final ObjectNode given;
    private final CallOptions options;
    private final List<Outcome<JsonNode>> outcomes = new ArrayList<>();
    private final List<JsonNode> results = new ArrayList<>();
    private final List<Set<CapabilityId>> paths = new ArrayList<>();

    PlanRun(KernelSession session, CapabilityGraph graph, Planned planned, ObjectNode given) {
        this.session = session;
        this.graph = graph;
        this.planned = planned;
        this.given = given.deepCopy();
        this.options = session.options()
                .correlation(session.options()
                        .correlation()
                        .orElseGet(() -> session.kernel().ids().next().toString()));
        requireGiven();
    }

    private void requireGiven() {
        for (String name : planned.query().given().keySet()) {
            if (!given.has(name)) {
                throw new IllegalArgumentException(
                        "given=" + name + " has no value, and the plan was made with it");
            }
        }
        // Of another graph: that is thrown before anything runs.
        planned.plan().steps().forEach(step -> graph.node(step.node()));
    }

    Composed run() {
        for (Step step : planned.plan().steps()) {
            Outcome<JsonNode> outcome = call(step);
            outcomes.add(outcome);
            if (!(outcome
                    instanceof Outcome.Completed<JsonNode>(JsonNode value, var _, boolean _))) {
                return new Composed(outcomes, Optional.empty());
            }
            results.add(value);
        }
        ObjectNode outputs = JsonNodeFactory.instance.objectNode();
        planned.plan().outputs().forEach((name, source) -> {
            SchemaDocument expected =
                    Objects.requireNonNull(planned.query().wanted().get(name));
            outputs.set(name, value(source, expected));
        });
        return new Composed(outcomes, Optional.of(outputs));
    }

    private Outcome<JsonNode> call(Step step) {
        CapabilityId verb = step.node().capability();
        Set<CapabilityId> path = path(step);
        int index = outcomes.size();
        CallOptions own = options.idempotencyKey()
                .map(key -> options.idempotencyKey(key + '#' + index))
                .orElse(options);
        Outcome<JsonNode> outcome =
                session.after(List.copyOf(path), own).call(verb, arguments(step));
        path.add(verb);
        paths.add(path);
        return outcome;
    }

    private Set<CapabilityId> path(Step step) {
        Set<CapabilityId> path = new LinkedHashSet<>();
        for (Source source : step.arguments().values()) {
            if (source instanceof CompositionPlan.Result result) {
                path.addAll(paths.get(result.step()));
            }
        }
        return path;
    }

    private ObjectNode arguments(Step step) {
        SchemaDocument input = graph.node(step.node()).schemas().input();
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        if (input.resolved(input.root()) instanceof Structure structure) {
            for (Map.Entry<String, Source> argument : step.arguments().entrySet()) {
                Member member = Objects.requireNonNull(structure.members().get(argument.getKey()));
                arguments.set(
                        argument.getKey(), value(argument.getValue(), input.part(member.schema())));
            }
        }
        return arguments;
    }

    private JsonNode value(Source source, SchemaDocument expected) {
        JsonNode value = switch (source) {
            case CompositionPlan.Given one -> given.get(one.name());
            case CompositionPlan.Result(int step, String member, var _) ->
                member.isEmpty() ? results.get(step) : results.get(step).path(member);
        };
        return Conversion.convert(value, expected, source.fit());
    }
}

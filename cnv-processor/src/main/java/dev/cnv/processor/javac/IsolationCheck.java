package dev.cnv.processor.javac;

import dev.cnv.annotations.Effect;
import dev.cnv.processor.diagnostic.Code;
import dev.cnv.processor.effect.Body;
import dev.cnv.processor.effect.Node;
import dev.cnv.processor.effect.Solver;
import dev.cnv.processor.model.Verb;
import dev.cnv.processor.read.Marks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/** Where a module or package claims it, nobody who may only read reaches a change. */
final class IsolationCheck {

    private final Elements elements;
    private final Universe universe;
    private final Findings findings;
    private final Printer printer;
    private final Map<String, Verdicts.Found> verbs = new TreeMap<>();

    private record Step(
            Verdicts.Found found, String how, @Nullable Step before) {
        String id() {
            return found.verb().capability().id();
        }
    }

    IsolationCheck(
            Elements elements,
            Universe universe,
            Findings findings,
            Printer printer,
            Collection<Verdicts.Found> all) {
        this.elements = elements;
        this.universe = universe;
        this.findings = findings;
        this.printer = printer;
        all.forEach(found -> verbs.put(found.verb().capability().id(), found));
    }

    void check() {
        Map<Element, List<Verdicts.Found>> claims = new LinkedHashMap<>();
        for (Verdicts.Found found : verbs.values()) {
            Element in = elements.getPackageOf(found.method());
            Element module = elements.getModuleOf(found.method());
            for (Element claimant : module == null ? List.of(in) : List.of(in, module)) {
                if (Marks.has(claimant, Marks.ISOLATED)) {
                    claims.computeIfAbsent(claimant, _ -> new ArrayList<>()).add(found);
                }
            }
        }
        claims.forEach(this::check);
    }

    private static boolean mutating(Verdicts.Found found) {
        return found.verb().effects().map(Verb.Effects::mutating).orElse(true);
    }

    /** Breadth first from all readers at once: the first change that is met is nearest. */
    private void check(Element claimant, List<Verdicts.Found> within) {
        Deque<Step> queue = new ArrayDeque<>();
        Set<String> seen = new HashSet<>();
        for (Verdicts.Found found : within) {
            String id = found.verb().capability().id();
            boolean reader = found.verb().effects().isPresent()
                    && found.verb().effects().get().effects().equals(Set.of(Effect.READ_ONLY));
            if (reader && seen.add(id)) {
                queue.add(new Step(found, "", null));
            }
        }
        while (!queue.isEmpty()) {
            Step at = queue.poll();
            if (mutating(at.found())) {
                report(claimant, at);
                return;
            }
            next(at.found()).forEach((id, how) -> {
                Verdicts.Found found = verbs.get(id);
                if (found != null && seen.add(id)) {
                    queue.add(new Step(found, how, at));
                }
            });
        }
    }

    private Map<String, String> next(Verdicts.Found found) {
        Map<String, String> next = new LinkedHashMap<>();
        Verb.Capability capability = found.verb().capability();
        capability.requires().forEach(id -> next.putIfAbsent(id, "requires"));
        calls(found.method()).forEach(id -> next.putIfAbsent(id, "calls"));
        capability.equivalentTo().forEach(id -> next.putIfAbsent(id, "equals"));
        capability.dominates().forEach(id -> next.putIfAbsent(id, "stands in for"));
        return next;
    }

    /** The verbs that a verb's code calls by way of the kernel, anywhere below it. */
    private List<String> calls(ExecutableElement method) {
        List<String> found = new ArrayList<>();
        Set<Node> seen = new HashSet<>();
        Deque<Node> waiting = new ArrayDeque<>(List.of(universe.node(method)));
        while (!waiting.isEmpty()) {
            Node node = waiting.poll();
            Optional<ExecutableElement> verb = findings.verbOf(node);
            verb.flatMap(v -> Marks.reason(elements, v, "dev.cnv.annotations.Capability", "id"))
                    .ifPresent(found::add);
            Body body = node.body();
            if (body != null) {
                Solver.callees(node).stream().filter(seen::add).forEach(waiting::add);
            }
        }
        return found.stream().sorted().toList();
    }

    private void report(Element claimant, Step last) {
        StringBuilder path = new StringBuilder();
        Step first = last;
        for (Step at = last; at != null; at = at.before()) {
            path.insert(0, (at.how().isEmpty() ? "" : " " + at.how() + " ") + at.id());
            first = at;
        }
        Verdicts.Found reader = first.found();
        printer.print(
                Code.ISOLATION_BROKEN,
                reader.method(),
                printer.place(reader.method(), "dev.cnv.annotations.Capability"),
                claimant + " claims @Isolated, but one who may only read reaches "
                        + last.found()
                                .verb()
                                .effects()
                                .map(e -> e.effects().toString())
                                .orElse("a change")
                        + ": " + path,
                "break the path, or drop the claim");
    }
}

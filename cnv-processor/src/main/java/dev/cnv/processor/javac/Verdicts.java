package dev.cnv.processor.javac;

import dev.cnv.annotations.Effect;
import dev.cnv.processor.diagnostic.Code;
import dev.cnv.processor.effect.Act;
import dev.cnv.processor.effect.Node;
import dev.cnv.processor.effect.Paths;
import dev.cnv.processor.effect.Place;
import dev.cnv.processor.model.Handler;
import dev.cnv.processor.model.Verb;
import dev.cnv.processor.read.Marks;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;

/** Holds what verbs do against what they declare. */
final class Verdicts {

    private static final String EFFECTS = "dev.cnv.annotations.Effects";
    private static final int MOST_NAMED = 5;

    private final Types types;
    private final Universe universe;
    private final Findings findings;
    private final Printer printer;
    private final List<Found> elsewhere;
    private final Map<String, Cause> causes = new LinkedHashMap<>();

    /** A verb of this compilation. */
    record Found(Verb verb, ExecutableElement method) {}

    /** What one piece of code makes of one verb or more. */
    private record Cause(
            Code code, Found first, Place place, String what, String fix, List<String> others) {}

    /**
     * Judges.
     *
     * @param elsewhere the verbs of this module whose sources are not compiled now
     */
    Verdicts(
            Types types,
            Universe universe,
            Findings findings,
            Printer printer,
            List<Found> elsewhere) {
        this.elsewhere = elsewhere;
        this.types = types;
        this.universe = universe;
        this.findings = findings;
        this.printer = printer;
    }

    void run() {
        List<Found> verbs = verbs();
        for (Found found : verbs) {
            judge(found);
        }
        for (Found found : elsewhere) {
            judge(found);
        }
        causes.values().forEach(this::print);
        for (ExecutableElement method : findings.methods().keySet()) {
            bounds(method);
        }
        List<Found> all = new ArrayList<>(verbs);
        all.addAll(elsewhere);
        new GraphCheck(printer, all).check();
        new IsolationCheck(types.elements(), universe, findings, printer, all).check();
        new Sensitive(types, findings, printer).check(verbs);
        new MarkCheck(types.elements(), printer).check(findings.methods().keySet());
        new DirectCalls(types.elements(), printer).check(findings.directCalls());
    }

    /** The verbs whose sources are compiled, in source order. */
    private List<Found> verbs() {
        List<Found> verbs = new ArrayList<>();
        for (ExecutableElement method : findings.methods().keySet()) {
            if (Marks.verb(method)) {
                TypeElement type = Types.owner(method);
                Handler handler = types.handlers().of(type);
                int index = ElementFilter.methodsIn(type.getEnclosedElements()).indexOf(method);
                handler.verbs().stream()
                        .filter(verb -> verb.site().method() == index)
                        .forEach(verb -> verbs.add(new Found(verb, method)));
            }
        }
        return verbs;
    }

    private void judge(Found found) {
        Optional<Verb.Effects> declared = found.verb().effects();
        if (declared.isEmpty()) {
            return;
        }
        Node node = universe.node(found.method());
        Set<Act> acts = Act.in(node.summary().seen(Paths.STATE_OF_HANDLER));
        Set<Effect> effects = declared.get().effects();
        boolean unknown = acts.contains(Act.ANYTHING);
        if (unknown) {
            unknown(found, node);
        }
        for (Act act : acts) {
            if (!act.covers().isEmpty() && act.covers().stream().noneMatch(effects::contains)) {
                undeclared(found, node, act, effects);
            }
        }
        if (!unknown) {
            impossible(found, acts, effects);
        }
        FastPath.judge(
                found,
                node,
                acts,
                (code, act, phrase, fix) -> cause(code, found, node, act, phrase, fix));
    }

    private void unknown(Found found, Node node) {
        cause(
                Code.UNKNOWN_CODE,
                found,
                node,
                Act.ANYTHING,
                "calls code of which nothing is known",
                "say what it may do in the file of -A" + Setting.EFFECTS
                        + ", or put @EffectBoundary on the method that calls it");
    }

    private void undeclared(Found found, Node node, Act act, Set<Effect> effects) {
        String wanted =
                act.covers().stream().map(Enum::name).sorted().collect(Collectors.joining(" or "));
        cause(
                Code.UNDECLARED_EFFECT,
                found,
                node,
                act,
                act.phrase() + " but declares " + names(effects),
                "add " + wanted + " to @Effects, or move the call out of the verb");
    }

    private void cause(Code code, Found found, Node node, Act act, String phrase, String fix) {
        if (printer.silenced(code, found.method())) {
            return;
        }
        Paths.Path path = Paths.find(node, act)
                .orElseGet(() -> new Paths.Path(
                        List.of(new Paths.Step(node.name(), printer.place(found.method()))),
                        "a path that could not be told"));
        Paths.Step last = path.steps().getLast();
        String key = code + " " + act + " " + last.name() + last.place().text() + path.culprit();
        String id = found.verb().capability().id();
        Cause known = causes.get(key);
        if (known != null) {
            known.others().add(id);
            return;
        }
        causes.put(
                key,
                new Cause(
                        code,
                        found,
                        path.inSource(),
                        "the verb " + id + " " + phrase + ": " + path.text(),
                        fix,
                        new ArrayList<>()));
    }

    private void print(Cause cause) {
        List<String> others = cause.others();
        String also = others.isEmpty()
                ? ""
                : " (so " + (others.size() == 1 ? "does " : "do ")
                        + String.join(", ", others.subList(0, Math.min(MOST_NAMED, others.size())))
                        + (others.size() > MOST_NAMED
                                ? " and " + (others.size() - MOST_NAMED) + " more"
                                : "")
                        + ")";
        printer.print(
                cause.code(),
                cause.first().method(),
                cause.place(),
                cause.what() + also,
                cause.fix());
    }

    /** Effects that the code cannot have: the analysis errs on the side of more, never of less. */
    private void impossible(Found found, Set<Act> acts, Set<Effect> effects) {
        Set<Act> outside = EnumSet.of(
                Act.FILE_WRITE,
                Act.NETWORK,
                Act.PROCESS,
                Act.NATIVE,
                Act.REFLECTION,
                Act.CLASS_DEFINITION);
        for (Effect effect : effects) {
            boolean possible = switch (effect) {
                case READ_ONLY, PRIVILEGED -> true;
                case NETWORK_ACCESS ->
                    acts.contains(Act.NETWORK)
                            || acts.contains(Act.PROCESS)
                            || acts.contains(Act.NATIVE);
                case STORAGE_WRITE -> acts.stream().anyMatch(outside::contains);
                case MUTATE_STATE, MUTATE_CONFIG, MUTATE_ONTOLOGY, MUTATE_SECURITY ->
                    acts.stream()
                            .anyMatch(act -> outside.contains(act)
                                    || act.covers().contains(effect)
                                    || act == Act.PRIVILEGE);
            };
            if (!possible) {
                printer.print(
                        Code.IMPOSSIBLE_EFFECT,
                        found.method(),
                        printer.place(found.method(), EFFECTS),
                        "the verb " + found.verb().capability().id() + " declares " + effect
                                + " but nothing that it calls can have it",
                        "remove " + effect + " from @Effects");
            }
        }
    }

    private static String names(Set<Effect> effects) {
        return effects.stream().map(Enum::name).collect(Collectors.joining(", "));
    }

    /** A method that overrides one for which somebody vouched does no more than that. */
    private void bounds(ExecutableElement method) {
        Node node = universe.node(method);
        for (ExecutableElement above : universe.bounded(method)) {
            Set<Effect> bound = universe.boundary(above).orElseThrow();
            for (Act act : Act.in(node.summary().seen(Paths.STATE_OF_HANDLER))) {
                boolean allowed = act != Act.ANYTHING
                        && (act.covers().isEmpty()
                                || act.covers().stream().anyMatch(bound::contains));
                if (!allowed) {
                    Paths.find(node, act)
                            .ifPresent(path -> printer.print(
                                    Code.BOUND_EXCEEDED,
                                    method,
                                    path.start(),
                                    Types.shortName(method) + " " + act.phrase() + " but "
                                            + Types.shortName(above) + " is bounded to "
                                            + names(bound)
                                            + ": " + path.text(),
                                    "widen the @EffectBoundary of " + Types.shortName(above)
                                            + ", or do less"));
                }
            }
        }
    }
}

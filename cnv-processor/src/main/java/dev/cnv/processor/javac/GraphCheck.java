package dev.cnv.processor.javac;

import dev.cnv.annotations.Effect;
import dev.cnv.processor.diagnostic.Code;
import dev.cnv.processor.model.Parameter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What verbs say of each other is true, as far as the module knows the verbs that they name. */
final class GraphCheck {

    private static final String CAPABILITY = "dev.cnv.annotations.Capability";

    private final Printer printer;
    private final Map<String, Verdicts.Found> verbs = new TreeMap<>();
    private final Set<String> nouns = new HashSet<>();
    private final Set<String> impossible = new HashSet<>();

    GraphCheck(Printer printer, Collection<Verdicts.Found> all) {
        this.printer = printer;
        all.forEach(found -> verbs.put(found.verb().capability().id(), found));
        verbs.keySet().forEach(id -> nouns.add(id.substring(0, id.lastIndexOf('.'))));
    }

    void check() {
        verbs.values().forEach(this::requirements);
        cycles();
        verbs.values().forEach(this::dead);
        for (Verdicts.Found found : verbs.values()) {
            for (String id : found.verb().capability().dominates()) {
                Optional.ofNullable(verbs.get(id)).ifPresent(other -> dominance(found, other));
            }
            for (String id : found.verb().capability().equivalentTo()) {
                Optional.ofNullable(verbs.get(id)).ifPresent(other -> equivalence(found, other));
            }
        }
    }

    private static String id(Verdicts.Found found) {
        return found.verb().capability().id();
    }

    private void print(Code code, Verdicts.Found about, String what, String fix) {
        printer.print(code, about.method(), printer.place(about.method(), CAPABILITY), what, fix);
    }

    /** An id under a noun of this module belongs to this module; others may come from elsewhere. */
    private void requirements(Verdicts.Found found) {
        for (String required : found.verb().capability().requires()) {
            boolean ours = required.contains(".")
                    && nouns.contains(required.substring(0, required.lastIndexOf('.')));
            if (!verbs.containsKey(required) && ours) {
                impossible.add(id(found));
                String near = verbs.keySet().stream()
                        .filter(id -> distance(id, required) <= 2 + required.length() / 4)
                        .min(Comparator.comparingInt(id -> distance(id, required)))
                        .map(id -> "write " + id + ", or ")
                        .orElse("");
                print(
                        Code.UNSATISFIABLE_REQUIREMENT,
                        found,
                        "the verb " + id(found) + " requires " + required
                                + ", which this module does not have although it has the noun",
                        near + "declare the verb, or remove it from requires");
            }
        }
    }

    private void cycles() {
        Set<String> told = new HashSet<>();
        for (String start : verbs.keySet()) {
            if (told.contains(start)) {
                continue;
            }
            Optional<List<String>> circle = path(start, start);
            circle.ifPresent(path -> {
                told.addAll(path);
                impossible.addAll(path);
                print(
                        Code.REQUIREMENT_CYCLE,
                        verbs.get(start),
                        "verbs require each other in a circle: " + String.join(" > ", path),
                        "remove one of the requirements");
            });
        }
    }

    /** The shortest way of one step or more over requirements. */
    private Optional<List<String>> path(String from, String to) {
        Map<String, String> before = new HashMap<>();
        Deque<String> queue = new ArrayDeque<>(List.of(from));
        while (!queue.isEmpty()) {
            String at = queue.poll();
            for (String next : requires(at)) {
                if (next.equals(to)) {
                    List<String> path = new ArrayList<>(List.of(to));
                    for (String step = at; step != null; step = before.get(step)) {
                        path.addFirst(step);
                    }
                    return Optional.of(path);
                }
                if (verbs.containsKey(next)
                        && !next.equals(from)
                        && before.putIfAbsent(next, at) == null) {
                    queue.add(next);
                }
            }
        }
        return Optional.empty();
    }

    private List<String> requires(String id) {
        Verdicts.Found found = verbs.get(id);
        return found == null ? List.of() : found.verb().capability().requires();
    }

    private void dead(Verdicts.Found found) {
        if (impossible.contains(id(found))) {
            return;
        }
        for (String id : impossible.stream().sorted().toList()) {
            Optional<List<String>> path = path(id(found), id);
            if (path.isPresent()) {
                print(
                        Code.DEAD_CAPABILITY,
                        found,
                        "the verb " + id(found) + " can never run, because " + id + " cannot: "
                                + String.join(" > ", path.get()),
                        "mend what " + id + " requires");
                return;
            }
        }
    }

    private static Set<Effect> mutating(Verdicts.Found found) {
        return found.verb().effects().stream()
                .flatMap(effects -> effects.effects().stream())
                .filter(effect -> effect != Effect.READ_ONLY)
                .collect(Collectors.toSet());
    }

    /** A verb stands in for another when it may do all that the other may and takes all its input. */
    private void dominance(Verdicts.Found found, Verdicts.Found other) {
        String wrong = "";
        Set<Effect> missing = mutating(other);
        missing.removeAll(mutating(found));
        Map<String, Parameter> mine = parameters(found);
        Map<String, Parameter> theirs = parameters(other);
        if (!missing.isEmpty()) {
            wrong = "it has not the effects "
                    + missing.stream().map(Enum::name).sorted().toList();
        }
        for (Parameter parameter : theirs.values()) {
            Parameter same = mine.get(parameter.name());
            if (same == null) {
                wrong = "it does not take " + parameter.name();
            } else if (!same.value().equals(parameter.value())) {
                wrong = "its " + parameter.name() + " has another type";
            }
        }
        for (Parameter parameter : mine.values()) {
            Parameter same = theirs.get(parameter.name());
            if (parameter.required() && (same == null || !same.required())) {
                wrong = "it needs " + parameter.name();
            }
        }
        if (!found.verb().result().equals(other.verb().result())) {
            wrong = "its result has another type";
        }
        boolean more = !mutating(found).equals(mutating(other))
                || !mine.keySet().equals(theirs.keySet())
                || mine.values().stream().filter(Parameter::required).count()
                        != theirs.values().stream().filter(Parameter::required).count();
        if (wrong.isEmpty() && !more) {
            wrong = "it has neither more effects nor wider input";
        }
        if (!wrong.isEmpty()) {
            print(
                    Code.FALSE_DOMINANCE,
                    found,
                    "the verb " + id(found) + " cannot stand in for " + id(other) + ": " + wrong,
                    "remove " + id(other) + " from dominates"
                            + (more ? "" : ", or name it in equivalentTo"));
        }
    }

    private static Map<String, Parameter> parameters(Verdicts.Found found) {
        return found.verb().parameters().stream()
                .collect(Collectors.toMap(Parameter::name, p -> p, (one, _) -> one, TreeMap::new));
    }

    private void equivalence(Verdicts.Found found, Verdicts.Found other) {
        Map<String, Parameter> mine = parameters(found);
        Map<String, Parameter> theirs = parameters(other);
        String wrong = mine.keySet().equals(theirs.keySet()) ? "" : "they have other parameters";
        for (Parameter parameter : mine.values()) {
            Parameter same = theirs.get(parameter.name());
            if (same != null
                    && (!same.value().equals(parameter.value())
                            || same.required() != parameter.required())) {
                wrong = "their " + parameter.name() + " differs";
            }
        }
        if (!found.verb().result().equals(other.verb().result())) {
            wrong = "their results differ";
        }
        if (!wrong.isEmpty()) {
            print(
                    Code.FALSE_EQUIVALENCE,
                    found,
                    "the verbs " + id(found) + " and " + id(other)
                            + " do not have the same schemas: " + wrong,
                    "remove " + id(other) + " from equivalentTo, or make the schemas equal");
        }
    }

    /** Levenshtein's distance. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int cost = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                int best = Math.min(diagonal + cost, Math.min(row[j], row[j - 1]) + 1);
                diagonal = row[j];
                row[j] = best;
            }
        }
        return row[other.length()];
    }
}

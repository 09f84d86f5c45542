package dev.cnv.processor.javac;

import dev.cnv.processor.effect.Act;
import dev.cnv.processor.effect.Culprits;
import dev.cnv.processor.effect.Node;
import dev.cnv.processor.effect.Paths;
import dev.cnv.processor.effect.SummaryFile;
import dev.cnv.processor.model.Handler;
import dev.cnv.processor.model.Parameter;
import dev.cnv.processor.model.Verb;
import dev.cnv.processor.read.Marks;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.annotation.processing.Filer;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;
import javax.tools.StandardLocation;

/**
 * What a module remembers of itself from one compilation to the next, and tells others: summaries of
 * the methods that its verbs reach. An incremental build compiles some classes only; the verbs of the
 * others are found by this file and read from their class files, because a change of what they call
 * may break what they declare.
 */
final class ModuleVerbs {

    private ModuleVerbs() {}

    private static Optional<SummaryFile> before(Optional<Filer> filer) {
        if (filer.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream in = filer.get()
                .getResource(StandardLocation.CLASS_OUTPUT, "", SummaryFile.PATH)
                .openInputStream()) {
            return SummaryFile.parse(in.readAllBytes());
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** The verbs of the module whose sources are not compiled now. */
    static List<Verdicts.Found> elsewhere(Types types, Universe universe, Optional<Filer> filer) {
        List<Verdicts.Found> found = new ArrayList<>();
        SummaryFile file = before(filer).orElseGet(SummaryFile::new);
        Map<String, List<String>> names = file.parameters();
        for (String name : classes(file)) {
            TypeElement type = types.elements().getTypeElement(name.replace('$', '.'));
            if (type != null && !universe.known(type)) {
                verbs(types, type).forEach(verb -> found.add(named(types, verb, names)));
            }
        }
        return found;
    }

    /** Class files do not have the names of parameters, unless javac is asked for them. */
    private static Verdicts.Found named(
            Types types, Verdicts.Found found, Map<String, List<String>> names) {
        List<Parameter> parameters = found.verb().parameters();
        List<String> kept = names.getOrDefault(types.key(found.method()), List.of());
        if (kept.size() != parameters.size()) {
            return found;
        }
        List<Parameter> named = new ArrayList<>();
        for (int i = 0; i < kept.size(); i++) {
            named.add(parameters.get(i).named(kept.get(i)));
        }
        return new Verdicts.Found(found.verb().with(named), found.method());
    }

    private static Set<String> classes(SummaryFile file) {
        return file.entries().keySet().stream()
                .map(key -> key.substring(0, key.indexOf('#')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    static List<Verdicts.Found> verbs(Types types, TypeElement type) {
        List<ExecutableElement> methods = ElementFilter.methodsIn(type.getEnclosedElements());
        if (methods.stream().noneMatch(Marks::verb)) {
            return List.of();
        }
        List<Verdicts.Found> found = new ArrayList<>();
        Handler handler = types.handlers().of(type);
        for (Verb verb : handler.verbs()) {
            found.add(new Verdicts.Found(verb, methods.get(verb.site().method())));
        }
        return found;
    }

    static void write(
            Types types,
            Universe universe,
            Findings findings,
            List<Verdicts.Found> elsewhere,
            Filer filer) {
        SummaryFile file = new SummaryFile();
        Set<TypeElement> handlers = new LinkedHashSet<>();
        Culprits culprits = new Culprits();
        for (ExecutableElement method : findings.methods().keySet()) {
            Node node = universe.node(method);
            explained(node).forEach(act -> culprits.ask(node, act));
        }
        culprits.find();
        for (ExecutableElement method : findings.methods().keySet()) {
            put(types, universe.node(method), culprits, method, file);
            if (Marks.verb(method)) {
                handlers.add(Types.owner(method));
            }
        }
        handlers.forEach(type -> verbs(types, type).forEach(found -> putNames(types, found, file)));
        elsewhere.forEach(found -> putNames(types, found, file));
        Set<String> kept = elsewhere.stream()
                .map(found -> types.elements()
                        .getBinaryName(Types.owner(found.method()))
                        .toString())
                .collect(Collectors.toSet());
        before(Optional.of(filer))
                .ifPresent(old -> old.entries().forEach((key, entry) -> {
                    if (kept.contains(key.substring(0, key.indexOf('#')))
                            && file.entry(key).isEmpty()) {
                        file.put(key, entry.summary(), entry.why());
                    }
                }));
        try (Writer out = filer.createResource(StandardLocation.CLASS_OUTPUT, "", SummaryFile.PATH)
                .openWriter()) {
            out.write(file.text());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void putNames(Types types, Verdicts.Found found, SummaryFile file) {
        file.parameters(
                types.key(found.method()),
                found.verb().parameters().stream().map(Parameter::name).toList());
    }

    /** The acts of a method for which its summary has a reason. */
    private static List<Act> explained(Node node) {
        return node.solved()
                ? Act.in(node.summary().seen(Paths.STATE_OF_HANDLER)).stream()
                        .filter(act -> !act.covers().isEmpty() || act == Act.ANYTHING)
                        .toList()
                : List.of();
    }

    private static void put(
            Types types, Node node, Culprits culprits, ExecutableElement method, SummaryFile file) {
        if (!node.solved()) {
            return;
        }
        String why = explained(node).stream()
                .map(act -> act.word() + " by " + culprits.of(node, act))
                .collect(Collectors.joining(", "));
        file.put(
                types.key(method),
                node.summary(),
                why.length() > 500 ? why.substring(0, 500) : why);
    }
}

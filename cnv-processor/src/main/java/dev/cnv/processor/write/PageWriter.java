package dev.cnv.processor.write;

import dev.cnv.processor.model.Handler;
import dev.cnv.processor.model.Verb;
import dev.cnv.processor.write.DispatchWriter.Switch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes the verbs of a class that has many as pages: nested classes of a few verbs each, so that no
 * method is too long for the compilers of the JVM, no pool of constants overflows, and what is not
 * called is not loaded.
 */
final class PageWriter {

    /** HotSpot leaves longer methods to its interpreter. */
    static final int MAX_METHOD_BYTES = 7_500;

    /** The nested class that lists the verbs and has their descriptors made. */
    static final String DESCRIPTORS = "Descriptors";

    private static final int MOST_VERBS = 64;

    /** The most bytes of UTF-8 in a constant are 65,535, and ids and what they require are ASCII. */
    private static final int MAX_TEXT_LENGTH = 32_000;

    private final Handler handler;
    private final List<Verb> verbs;
    private final ValueCode values;
    private final Imports imports;
    private final int size;
    private final boolean instance;

    private PageWriter(
            Handler handler,
            List<Verb> verbs,
            ValueCode values,
            Imports imports,
            int size,
            boolean instance) {
        this.handler = handler;
        this.verbs = verbs;
        this.values = values;
        this.imports = imports;
        this.size = size;
        this.instance = instance;
    }

    /** The pages of a class, as large as their longest method allows; empty when it needs none. */
    static Optional<PageWriter> of(
            Handler handler,
            List<Verb> verbs,
            ValueCode values,
            Imports imports,
            boolean instance) {
        if (fit(handler, verbs, values, Math.max(1, verbs.size()))) {
            return Optional.empty();
        }
        int size = MOST_VERBS;
        while (size > 1 && !fit(handler, verbs, values, size)) {
            size /= 2;
        }
        return Optional.of(
                new PageWriter(handler, verbs, values.nested(), imports, size, instance));
    }

    private static boolean fit(Handler handler, List<Verb> verbs, ValueCode values, int size) {
        // Of its own: what is only measured imports nothing.
        Imports scratch = new Imports(handler.type().packageName(), Set.of());
        ValueCode measured = values.with(scratch);
        return IntStream.iterate(0, first -> first < verbs.size(), first -> first + size)
                .mapToObj(first -> page(verbs, first, size))
                .flatMap(of -> new DispatchWriter(handler, of, measured, scratch).all("").stream())
                .allMatch(each -> each.estimatedBytes() <= MAX_METHOD_BYTES);
    }

    private static List<Verb> page(List<Verb> verbs, int first, int size) {
        return verbs.subList(first, Math.min(first + size, verbs.size()));
    }

    /** The names that the nested classes take. */
    static List<String> names(int verbCount) {
        return IntStream.range(0, verbCount).mapToObj(i -> "Page" + i).toList();
    }

    private int count() {
        return (verbs.size() + size - 1) / size;
    }

    /** The methods of the class, which find the page. */
    String switches() {
        return new DispatchWriter(handler, page(verbs, 0, size), values, imports)
                .all("").stream()
                        .map(each -> DispatchWriter.method(
                                "    @Override\n    public " + each.signature(""),
                                turned(each, each.throwing() && instance ? ", handler" : ""),
                                0))
                        .collect(Collectors.joining());
    }

    /** The list of the verbs, with an empty line before it. */
    private String list() {
        String made = DispatchWriter.method(
                "    @Override\n    protected VerbDescriptor make(int verb)",
                turned(describe(List.of()), ""),
                0);
        return "\n    /** The verbs, before and after their descriptors are made. */\n"
                + "    private static final class " + DESCRIPTORS + " extends VerbList {\n"
                + "        " + DESCRIPTORS + "() {\n            super(\n                    "
                + HandlerWriter.schemasChecksum(verbs) + "L"
                + texts().stream()
                        .map(text -> ",\n                    " + text)
                        .collect(Collectors.joining())
                + ");\n        }\n\n"
                + indented(made.stripTrailing() + "\n") + "    }\n";
    }

    /** Literals of lines, see the runtime's {@code VerbList}. */
    private List<String> texts() {
        List<String> texts = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (Verb verb : verbs) {
            String line = line(verb);
            if (!text.isEmpty() && text.length() + line.length() > MAX_TEXT_LENGTH) {
                texts.add(block(text));
                text.setLength(0);
            }
            text.append(line);
        }
        texts.add(block(text));
        return texts;
    }

    private static String line(Verb verb) {
        return verb.capability().id()
                + new TreeSet<>(verb.capability().requires())
                        .stream().map(id -> " " + id).collect(Collectors.joining())
                + "\n";
    }

    private static String block(StringBuilder lines) {
        return "\"\"\"\n" + lines.toString().indent(20) + "                    \"\"\"";
    }

    private Switch turned(Switch what, String more) {
        return new Switch(
                "",
                what.returned(),
                what.name(),
                what.parameters(),
                what.arguments(),
                "verb / " + size,
                IntStream.range(0, count())
                        .mapToObj(page -> "Page" + page + "." + what.name() + "(" + what.arguments()
                                + more + ");\n")
                        .toList());
    }

    private static Switch describe(List<Verb> of) {
        return new Switch(
                "",
                "VerbDescriptor",
                "descriptor",
                "int verb",
                "verb",
                "verb",
                of.stream().map(verb -> DescriptorWriter.method(verb) + "();\n").toList());
    }

    /** The nested classes, each with an empty line before it. */
    String pages() {
        return list()
                + IntStream.range(0, count()).mapToObj(this::page).collect(Collectors.joining());
    }

    private String page(int number) {
        int first = number * size;
        List<Verb> of = page(verbs, first, size);
        DispatchWriter dispatch = new DispatchWriter(handler, of, values, imports);
        String type = imports.spell(handler.type());
        String more = instance ? ", " + type + " handler" : "";
        StringBuilder text = new StringBuilder();
        for (Switch each : dispatch.all(instance ? "dispatch, handler" : "dispatch")) {
            int cases = each.name().equals("certificate") ? 4 * first : first;
            text.append(DispatchWriter.method(
                    each.annotation() + "    static " + each.signature(each.throwing() ? more : ""),
                    each,
                    cases));
        }
        text.append(DispatchWriter.method(
                "    static VerbDescriptor descriptor(int verb)", describe(of), first));
        text.append(dispatch.invokers("static ", more));
        DescriptorWriter describers = new DescriptorWriter(handler, values, imports);
        of.forEach(verb -> text.append('\n').append(describers.write(verb)));
        return "\n    /** Verbs " + first + " to " + (first + of.size() - 1)
                + ". */\n    private static final class Page" + number + " {\n"
                + indented(text.toString()) + "    }\n";
    }

    static String indented(String text) {
        return text.lines()
                .map(line -> line.isEmpty() ? "\n" : "    " + line + "\n")
                .collect(Collectors.joining());
    }
}

package dev.cnv.processor.write;

import dev.cnv.processor.model.FrameKind;
import dev.cnv.processor.model.FrameLayout;
import dev.cnv.processor.model.Handler;
import dev.cnv.processor.model.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Writes the methods that serve a frame: they read and check its arguments and call the handler. */
final class FrameCallWriter {

    private static final String METHOD = "        ";
    private static final String BODY = "            ";
    private static final String CASE = "                    ";
    private static final String ARGUMENTS = "MemorySegment segment, long offset";
    private static final Set<String> TAKEN =
            Set.of("segment", "offset", "handler", "result", "verb");

    private final Handler handler;
    private final boolean instance;
    private final Imports imports;

    /** The writer of a class, whose dispatcher has an instance or not. */
    FrameCallWriter(Handler handler, boolean instance, Imports imports) {
        this.handler = handler;
        this.instance = instance;
        this.imports = imports;
    }

    /** What methods that call these verbs say of exceptions. */
    static String throwing(List<FrameLayout> layouts) {
        return layouts.stream().anyMatch(layout -> layout.verb().method().throwing())
                ? " throws Throwable"
                : "";
    }

    /** The methods of a group: one, or the one that all share and its switch. */
    String write(FrameGroup group) {
        FrameLayout first = group.layouts().getFirst();
        String more = group.isOne() ? "" : ", int verb";
        return "\n        private int " + group.name() + "(" + ARGUMENTS + more + ")"
                + throwing(group.layouts()) + " {\n" + reads(first)
                + (group.isOne() ? call(first) : call(group)) + (returns(first) ? write(first) : "")
                + BODY + "return OK;\n        }\n" + (group.isOne() ? "" : choice(group));
    }

    private static boolean returns(FrameLayout layout) {
        return layout.result().isPresent();
    }

    private String reads(FrameLayout layout) {
        StringBuilder code = new StringBuilder();
        for (FrameLayout.Slot slot : layout.declared()) {
            String local = local(slot, layout.verb());
            code.append(read(slot, local))
                    .append(refuse(FrameRules.broken(slot, local, constants(slot, layout))));
        }
        return code.toString();
    }

    private static String constants(FrameLayout.Slot slot, FrameLayout layout) {
        return FlyweightWriter.name(layout.verb()) + "."
                + FlyweightWriter.constants(slot.parameter().javaName());
    }

    /** What was read, as the handler takes it. */
    private static List<String> values(FrameLayout layout) {
        List<String> values = new ArrayList<>();
        for (FrameLayout.Slot slot : layout.declared()) {
            String local = local(slot, layout.verb());
            values.add(
                    switch (slot.kind()) {
                        case BOOLEAN -> local + " != 0";
                        case CHOICE, WIDE_CHOICE -> constants(slot, layout) + "[" + local + "]";
                        default -> local;
                    });
        }
        return values;
    }

    private String call(FrameLayout layout) {
        String start = (returns(layout) ? "var result = " : "") + target(layout.verb()) + "(";
        return Layout.fill(BODY, start, values(layout), ");\n");
    }

    private String target(Verb verb) {
        String on = verb.method().isStatic() ? imports.spell(handler.type()) : "handler";
        return on + "." + verb.method().name();
    }

    private boolean needsHandler(FrameGroup group) {
        return instance
                && group.layouts().stream()
                        .anyMatch(layout -> !layout.verb().method().isStatic());
    }

    private String call(FrameGroup group) {
        FrameLayout first = group.layouts().getFirst();
        List<String> arguments = Stream.of(
                        needsHandler(group) ? Stream.of("handler") : Stream.<String>of(),
                        values(first).stream(),
                        Stream.of("verb"))
                .flatMap(each -> each)
                .toList();
        String start = (returns(first) ? "var result = " : "") + "call" + group.number() + "(";
        return Layout.fill(BODY, start, arguments, ");\n");
    }

    /** The switch of a group, by itself: the JIT then compiles the access to frames once for all. */
    private String choice(FrameGroup group) {
        FrameLayout first = group.layouts().getFirst();
        List<String> parameters = new ArrayList<>();
        if (needsHandler(group)) {
            parameters.add(imports.spell(handler.type()) + " handler");
        }
        first.declared()
                .forEach(slot -> parameters.add(
                        imports.spell(slot.parameter().type()) + " " + local(slot, first.verb())));
        parameters.add("int verb");
        StringBuilder code = new StringBuilder("\n")
                .append(Layout.fill(
                        METHOD,
                        "private static " + result(first) + " call" + group.number() + "(",
                        parameters,
                        ")" + throwing(group.layouts()) + " {\n"))
                .append(BODY + "switch (verb) {\n");
        group.layouts().forEach(layout -> code.append(oneCase(layout, first)));
        return code.append(BODY + "    default:\n" + CASE)
                .append("throw new IllegalArgumentException(\"verb=\" + verb);\n")
                .append(BODY + "}\n        }\n")
                .toString();
    }

    private String oneCase(FrameLayout layout, FrameLayout first) {
        List<String> arguments =
                first.declared().stream().map(slot -> local(slot, first.verb())).toList();
        String start = (returns(layout) ? "return " : "") + target(layout.verb()) + "(";
        return BODY + "    case " + layout.index() + ":\n"
                + Layout.fill(CASE, start, arguments, ");\n")
                + (returns(layout) ? "" : CASE + "return;\n");
    }

    private String result(FrameLayout layout) {
        return layout.result()
                .map(kind -> imports.spell(FlyweightWriter.resultType(layout.verb(), kind)))
                .orElse("void");
    }

    private static String write(FrameLayout layout) {
        return BODY + FlyweightWriter.name(layout.verb()) + ".result(segment, offset, result);\n";
    }

    private static String read(FrameLayout.Slot slot, String local) {
        FrameKind kind = slot.kind();
        return BODY + kind.javaType() + " " + local + " = segment.get("
                + FlyweightWriter.access(kind) + ", offset + " + slot.offset() + ");\n";
    }

    private static String refuse(List<String> broken) {
        return broken.isEmpty()
                ? ""
                : Layout.either(BODY, "if (", broken, ") {") + "\n" + BODY
                        + "    return BAD_ARGUMENT;\n" + BODY + "}\n";
    }

    /** The name of an argument's local variable: the parameter's, unless something else has it. */
    private static String local(FrameLayout.Slot slot, Verb verb) {
        String name = slot.parameter().javaName();
        while (TAKEN.contains(name)
                || (!name.equals(slot.parameter().javaName()) && hasParameter(verb, name))) {
            name += "_";
        }
        return name;
    }

    private static boolean hasParameter(Verb verb, String name) {
        return verb.parameters().stream()
                .anyMatch(parameter -> parameter.javaName().equals(name));
    }
}

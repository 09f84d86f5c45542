package dev.cnv.processor.write;

import dev.cnv.processor.model.FrameKind;
import dev.cnv.processor.model.FrameLayout;
import dev.cnv.processor.model.FrameSet;
import dev.cnv.processor.model.Handler;
import dev.cnv.processor.model.Verb;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Writes the class that runs the verbs of frames: a switch over pages, one for each, and a method a verb. */
final class FrameDispatchWriter {

    private static final String BODY = "            ";
    private static final String ARGUMENTS = "MemorySegment segment, long offset";
    private static final Set<String> TAKEN = Set.of("segment", "offset", "handler", "result");

    private static final String CLASS = """
                private static final class Dispatcher implements FrameDispatcher {
            $CONSTRUCTION$        @Override
                    public int dispatch($ARGUMENTS$, int verb)$THROWING$ {
            $PAGES$        }
            $SWITCHES$$CALLS$    }
            """;

    private static final String GIVEN = """
                    private final $TYPE$ handler;

                    private Dispatcher($TYPE$ handler) {
                        this.handler = handler;
                    }

            """;

    private final Handler handler;
    private final FrameSet frames;
    private final Predicate<Verb> sound;
    private final boolean instance;
    private final Imports imports;

    /** The writer of a class; verbs that are not sound are not called. */
    FrameDispatchWriter(
            Handler handler,
            FrameSet frames,
            Predicate<Verb> sound,
            boolean instance,
            Imports imports) {
        this.handler = handler;
        this.frames = frames;
        this.sound = sound;
        this.instance = instance;
        this.imports = imports;
    }

    /** The class. */
    String write() {
        Map<String, String> holes = new HashMap<>();
        holes.put(
                "CONSTRUCTION",
                instance
                        ? Template.fill(GIVEN, Map.of("TYPE", imports.spell(handler.type())))
                        : "");
        holes.put("ARGUMENTS", ARGUMENTS);
        holes.put("THROWING", throwing(frames.layouts()));
        holes.put("PAGES", frames.pages() == 1 ? verbSwitch(0) : pageSwitch());
        holes.put("SWITCHES", frames.pages() == 1 ? "" : pages());
        holes.put(
                "CALLS",
                frames.layouts().stream()
                        .filter(layout -> sound.test(layout.verb()))
                        .map(this::call)
                        .collect(Collectors.joining()));
        return Template.fill(CLASS, holes);
    }

    private String throwing(List<FrameLayout> layouts) {
        return layouts.stream()
                        .map(FrameLayout::verb)
                        .anyMatch(verb -> sound.test(verb) && verb.method().throwing())
                ? " throws Throwable"
                : "";
    }

    private String pageSwitch() {
        List<String> cases = new ArrayList<>();
        for (int page = 0; page < frames.pages(); page++) {
            cases.add(oneCase(page, "page" + page + "(segment, offset, verb)"));
        }
        return switchOver("verb >>> " + FrameSet.PAGE_SHIFT, cases);
    }

    private String pages() {
        StringBuilder pages = new StringBuilder();
        for (int page = 0; page < frames.pages(); page++) {
            pages.append("\n        private int page")
                    .append(page)
                    .append("(" + ARGUMENTS + ", int verb)")
                    .append(throwing(frames.page(page)))
                    .append(" {\n")
                    .append(verbSwitch(page))
                    .append("        }\n");
        }
        return pages.toString();
    }

    private String verbSwitch(int page) {
        return switchOver(
                "verb",
                frames.page(page).stream()
                        .filter(layout -> sound.test(layout.verb()))
                        .map(layout -> oneCase(
                                layout.index(),
                                layout.verb().method().name() + "(segment, offset)"))
                        .toList());
    }

    /** The old form of switch: its cases return themselves, which takes less code. */
    private static String switchOver(String index, List<String> cases) {
        return cases.isEmpty()
                ? BODY + "return NO_SUCH_VERB;\n"
                : BODY + "switch (" + index + ") {\n" + String.join("", cases) + BODY
                        + "    default:\n" + BODY + "        return NO_SUCH_VERB;\n" + BODY + "}\n";
    }

    private static String oneCase(int index, String call) {
        return BODY + "    case " + index + ":\n" + BODY + "        return " + call + ";\n";
    }

    private String call(FrameLayout layout) {
        Verb verb = layout.verb();
        StringBuilder code = new StringBuilder("\n        private int ")
                .append(verb.method().name())
                .append("(" + ARGUMENTS + ")")
                .append(throwing(List.of(layout)))
                .append(" {\n");
        List<String> arguments = new ArrayList<>();
        for (FrameLayout.Slot slot : layout.declared()) {
            String local = local(slot, verb);
            String constants = FlyweightWriter.name(verb) + "."
                    + FlyweightWriter.constants(slot.parameter().javaName());
            code.append(read(slot, local))
                    .append(refuse(FrameRules.broken(slot, local, constants)));
            arguments.add(
                    switch (slot.kind()) {
                        case BOOLEAN -> local + " != 0";
                        case CHOICE, WIDE_CHOICE -> constants + "[" + local + "]";
                        default -> local;
                    });
        }
        String target = verb.method().isStatic() ? imports.spell(handler.type()) : "handler";
        String start = target + "." + verb.method().name() + "(";
        boolean result = layout.result().isPresent();
        return code.append(Layout.fill(
                        BODY, (result ? "var result = " : "") + start, arguments, ");\n"))
                .append(result ? write(verb) : "")
                .append(BODY + "return OK;\n        }\n")
                .toString();
    }

    private static String write(Verb verb) {
        return BODY + FlyweightWriter.name(verb) + ".result(segment, offset, result);\n";
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

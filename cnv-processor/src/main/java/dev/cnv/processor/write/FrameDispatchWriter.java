package dev.cnv.processor.write;

import dev.cnv.processor.model.FrameLayout;
import dev.cnv.processor.model.FrameSet;
import dev.cnv.processor.model.Handler;
import dev.cnv.processor.model.Verb;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Writes the class that runs the verbs of frames: a switch over pages, one for each, and methods that
 * read arguments and call the handler, one for all verbs whose frames look the same.
 */
final class FrameDispatchWriter {

    private static final String BODY = "            ";
    private static final String ARGUMENTS = "MemorySegment segment, long offset";

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
    private final Map<Integer, FrameGroup> groups;
    private final FrameCallWriter calls;

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
        this.groups = FrameGroup.byIndex(frames.layouts().stream()
                .filter(layout -> sound.test(layout.verb()))
                .toList());
        this.calls = new FrameCallWriter(handler, instance, imports);
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
        holes.put("CALLS", calls());
        return Template.fill(CLASS, holes);
    }

    private String calls() {
        return groups.values().stream().distinct().map(calls::write).collect(Collectors.joining());
    }

    private String throwing(List<FrameLayout> layouts) {
        return FrameCallWriter.throwing(
                layouts.stream().filter(layout -> sound.test(layout.verb())).toList());
    }

    /** Pages of one group share a case: a second one would be a branch to predict. */
    private String pageSwitch() {
        Map<String, List<Integer>> pagesByName = new LinkedHashMap<>();
        for (int page = 0; page < frames.pages(); page++) {
            String name = isOneGroup(page) ? of(page).getFirst().name() : "page" + page;
            pagesByName.computeIfAbsent(name, _ -> new ArrayList<>()).add(page);
        }
        List<String> cases = new ArrayList<>();
        pagesByName.forEach(
                (name, pages) -> cases.add(oneCase(pages, name + "(segment, offset, verb)")));
        return switchOver("verb >>> " + FrameSet.PAGE_SHIFT, cases);
    }

    /** Whether a page is full and has verbs of one group alone, which then needs no switch before it. */
    private boolean isOneGroup(int page) {
        List<FrameLayout> layouts = frames.page(page);
        return layouts.size() == FrameSet.PAGE_VERBS
                && layouts.stream().allMatch(layout -> groups.containsKey(layout.index()))
                && of(page).size() == 1;
    }

    private List<FrameGroup> of(int page) {
        return frames.page(page).stream()
                .filter(layout -> groups.containsKey(layout.index()))
                .map(layout -> groups.get(layout.index()))
                .distinct()
                .toList();
    }

    private String pages() {
        StringBuilder pages = new StringBuilder();
        for (int page = 0; page < frames.pages(); page++) {
            if (!isOneGroup(page)) {
                pages.append("\n        private int page")
                        .append(page)
                        .append("(" + ARGUMENTS + ", int verb)")
                        .append(throwing(frames.page(page)))
                        .append(" {\n")
                        .append(verbSwitch(page))
                        .append("        }\n");
            }
        }
        return pages.toString();
    }

    private String verbSwitch(int page) {
        List<Integer> indices =
                frames.page(page).stream().map(FrameLayout::index).toList();
        return switchOver(
                "verb",
                of(page).stream()
                        .map(group -> oneCase(
                                indices.stream()
                                        .filter(index -> group.equals(groups.get(index)))
                                        .toList(),
                                group.call()))
                        .toList());
    }

    /** The old form of switch: its cases return themselves, which takes less code. */
    private static String switchOver(String index, List<String> cases) {
        return cases.isEmpty()
                ? BODY + "return NO_SUCH_VERB;\n"
                : BODY + "switch (" + index + ") {\n" + String.join("", cases) + BODY
                        + "    default:\n" + BODY + "        return NO_SUCH_VERB;\n" + BODY + "}\n";
    }

    private static String oneCase(List<Integer> indices, String call) {
        String labels = indices.stream()
                .map(index -> BODY + "    case " + index + ":\n")
                .collect(Collectors.joining());
        return labels + BODY + "        return " + call + ";\n";
    }
}

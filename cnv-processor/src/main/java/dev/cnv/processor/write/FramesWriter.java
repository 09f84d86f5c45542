package dev.cnv.processor.write;

import static dev.cnv.processor.write.Layout.literal;

import dev.cnv.processor.model.ClassName;
import dev.cnv.processor.model.FrameKind;
import dev.cnv.processor.model.FrameLayout;
import dev.cnv.processor.model.FrameSet;
import dev.cnv.processor.model.Handler;
import dev.cnv.processor.model.Verb;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes the frames of a class's fast verbs: their layouts, and the switch that runs them. */
final class FramesWriter {

    /** In a set of broken methods, the class itself. */
    private static final int CLASS = -1;

    private static final int SHORT_TEXT = 80;

    private static final List<ClassName> VOCABULARY = List.of(
            ClassName.of("java.lang.foreign", "MemorySegment"),
            ClassName.of("java.lang.foreign", "ValueLayout"),
            ClassName.of("java.nio", "ByteOrder"),
            ClassName.of("java.util", "List"),
            Api.CAPABILITY_ID,
            Api.FRAME_DESCRIPTOR,
            Api.FRAME_DISPATCHER,
            Api.FRAME_MODULE,
            Api.DISPATCH_RIGHT);

    private static final String FILE = """
            $PACKAGE$$IMPORTS$
            /** The frames of the fast verbs of {@link $HANDLER$}. */
            $MARKS$public final class $NAME$ implements FrameModule {
            $LAYOUTS$
            $VERBS$
            $CONSTRUCTION$
                @Override
                public List<CapabilityId> verbs() {
                    return VERBS;
                }

                @Override
                public int lines() {
                    return $LINES$;
                }

                @Override
                public FrameDispatcher dispatcher(DispatchRight right) {
                    right.open(this);
                    return new Dispatcher($GIVEN$);
                }
            $FLYWEIGHTS$
            $DISPATCHER$}
            """;

    private static final String STATIC = """
                /** Frames of {@link $TYPE$}, which needs no instance. */
                public $NAME$() {}
            """;

    private static final String GIVEN = """
                private final $TYPE$ handler;

                /**
                 * Frames of a given {@link $TYPE$}.
                 *
                 * @param handler runs the verbs
                 */
                $VISIBILITY$$NAME$($TYPE$ handler) {
                    this.handler = handler;
                }
            """;

    private final Handler handler;
    private final FrameSet frames;
    private final boolean instance;
    private final Set<Integer> broken;
    private final String name;
    private final Imports imports;

    /** The writer of a class; broken verbs get their layouts and no dispatch. */
    FramesWriter(Handler handler, Set<Integer> broken) {
        this.handler = handler;
        this.frames = FrameSet.of(handler);
        this.broken = broken;
        this.instance = !broken.contains(CLASS)
                && handler.placement().construction() != Handler.Construction.NONE;
        this.name = handler.framesType().simpleName();
        this.imports = new Imports(handler.type().packageName(), taken());
        imports.spell(handler.framesType());
        VOCABULARY.forEach(imports::require);
    }

    /** Names that mean something within the class already. */
    private Set<String> taken() {
        Set<String> taken = new HashSet<>(Set.of("Dispatcher", "VERBS", "VERB", "LINES", "HEAD"));
        for (FrameKind kind : FrameKind.values()) {
            taken.add(FlyweightWriter.access(kind));
        }
        frames.layouts().forEach(layout -> taken.add(FlyweightWriter.name(layout.verb())));
        return taken;
    }

    /** Whether the class has no frames. */
    boolean isEmpty() {
        return frames.isEmpty();
    }

    /** The whole file. */
    String source() {
        String packageName = handler.type().packageName();
        String type = imports.spell(handler.type());
        Map<String, String> holes = new HashMap<>();
        holes.put("PACKAGE", packageName.isEmpty() ? "" : "package " + packageName + ";\n\n");
        holes.put("HANDLER", type);
        holes.put("MARKS", Marks.text(handler, deprecated(), imports));
        holes.put("NAME", name);
        holes.put("LAYOUTS", layouts());
        holes.put("VERBS", verbs());
        holes.put("LINES", Integer.toString(lines()));
        holes.put("CONSTRUCTION", construction(type));
        holes.put("GIVEN", instance ? "handler" : "");
        holes.put(
                "FLYWEIGHTS",
                frames.layouts().stream()
                        .map(layout -> new FlyweightWriter(layout, imports).write(type, name))
                        .collect(Collectors.joining()));
        holes.put(
                "DISPATCHER",
                new FrameDispatchWriter(handler, frames, this::sound, instance, imports).write());
        // Last: the others have said by now what they need.
        holes.put("IMPORTS", imports.statements());
        return Template.fill(FILE, holes);
    }

    private boolean deprecated() {
        return frames.layouts().stream()
                .anyMatch(layout -> Marks.deprecated(handler, layout.verb()));
    }

    private boolean sound(Verb verb) {
        return !broken.contains(CLASS) && !broken.contains(verb.site().method());
    }

    /** The layouts that are used, each in one order of bytes on every machine. */
    private String layouts() {
        Stream<FrameKind> kinds = frames.layouts().stream()
                .flatMap(layout -> Stream.concat(
                        layout.slots().stream().map(FrameLayout.Slot::kind),
                        layout.result().stream()));
        // The first word that put writes is a long.
        Set<String> types = Stream.concat(kinds, Stream.of(FrameKind.LONG))
                .map(FrameKind::javaType)
                .collect(Collectors.toCollection(TreeSet::new));
        return types.stream().map(FramesWriter::layout).collect(Collectors.joining());
    }

    private static String layout(String type) {
        String capital = type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1);
        String constant = type.toUpperCase(Locale.ROOT);
        return Layout.fit(
                        "    ",
                        "private static final ValueLayout.Of" + capital + " " + constant + " =",
                        "ValueLayout.JAVA_" + constant
                                + (type.equals("byte")
                                        ? ";"
                                        : ".withOrder(ByteOrder.LITTLE_ENDIAN);"))
                + "\n";
    }

    /** The lines of the largest frame. */
    private int lines() {
        return frames.layouts().stream().mapToInt(FrameLayout::lines).max().orElse(1);
    }

    /** The ids by page, each page one text. */
    private String verbs() {
        List<String> pages = new ArrayList<>();
        for (int page = 0; page < frames.pages(); page++) {
            pages.add(page(page));
        }
        return Layout.fill(
                        "    ",
                        "private static final List<CapabilityId> VERBS = FrameModule.verbs(",
                        pages,
                        ");")
                + "\n";
    }

    private String page(int page) {
        List<String> ids = frames.page(page).stream()
                .map(layout -> layout.verb().capability().id())
                .toList();
        String text = literal(String.join(" ", ids));
        return text.length() <= SHORT_TEXT
                ? text
                : text.replace(" ", " \"\n                    + \"");
    }

    private String construction(String type) {
        return instance
                ? Template.fill(
                        GIVEN,
                        Map.of(
                                "TYPE",
                                type,
                                "NAME",
                                name,
                                "VISIBILITY",
                                handler.placement().visible() ? "public " : ""))
                : Template.fill(STATIC, Map.of("TYPE", type, "NAME", name));
    }
}

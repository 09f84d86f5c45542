package dev.cnv.processor.write;

import dev.cnv.processor.model.FrameKind;
import dev.cnv.processor.model.FrameLayout;
import dev.cnv.processor.model.Names;
import dev.cnv.processor.model.TypeName;
import dev.cnv.processor.model.Value;
import dev.cnv.processor.model.Verb;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the class of one verb's frames: static accessors, and a view that is moved from one to the next. */
final class FlyweightWriter {

    private static final Set<String> TAKEN = Set.of("at", "put", "result", "under");

    private static final String RESULTS = "RESULTS";

    private static final String CLASS = """

                /**
                 * Frames of {@code $ID$}, see {@link $HANDLER$#$METHOD$}. An instance stands on one
                 * frame at a time and is moved to the next; the static methods do without.
            $DIAGRAM$     *
                 * <p><b>Threading:</b> for one thread at a time.
                 */
                $VISIBILITY$static final class $NAME$ {
                    /** The verb's index in the frames of {@link $FRAMES$}. */
                    public static final int VERB = $VERB$;

                    /** The lines of a frame. */
                    public static final int LINES = $LINES$;

            $CONSTANTS$        private final long head;
                    private MemorySegment segment = MemorySegment.NULL;
                    private long offset;

                    /** Stands on no frame yet. */
                    public $NAME$() {
                        this(0);
                    }

                    /**
                     * Stands on no frame yet.
                     *
                     * @param first the index at which these verbs begin among those of joined modules
                     */
                    public $NAME$(int first) {
                        this.head = HEAD + first;
                    }

                    /**
                     * Moves to a frame.
                     *
                     * @param segment holds the frame
                     * @param offset where it begins, in bytes
                     * @return this
                     */
                    public $NAME$ at(MemorySegment segment, long offset) {
                        this.segment = segment;
                        this.offset = offset;
                        return this;
                    }

                    /**
                     * Writes what the frame runs under and how its answer is known.
                     *
                     * @param grant the handle of a grant
                     * @param correlation any number
                     * @return this
                     */
                    public $NAME$ under(long grant, long correlation) {
                        segment.set(LONG, offset + FrameDescriptor.GRANT_OFFSET, grant);
                        segment.set(LONG, offset + FrameDescriptor.CORRELATION_OFFSET, correlation);
                        return this;
                    }

                    /** Writes the verb, no flags, the number of lines and all arguments. */
            $PUT$
                        this.segment.set(LONG, this.offset + FrameDescriptor.VERB_OFFSET, this.head);
            $SETS$        }
            $ACCESSORS$    }
            """;

    private static final String READ = """

                    /** {@return $WHAT$} */
                    $VISIBILITY$$TYPE$ $NAME$() {
                        return $NAME$(segment, offset);
                    }
            """;

    private static final String ACCESS = """

                    /** {@return $WHAT$ of a frame} */
                    $VISIBILITY$static $TYPE$ $NAME$(MemorySegment segment, long offset) {
                        return $GET$;
                    }

                    /** Writes $WHAT$ of a frame. */
                    $VISIBILITY$static void $NAME$(MemorySegment segment, long offset, $TYPE$ value) {
                        segment.set($KIND$, offset + $OFFSET$, $SET$);
                    }
            """;

    private final FrameLayout layout;
    private final Verb verb;
    private final Imports imports;

    FlyweightWriter(FrameLayout layout, Imports imports) {
        this.layout = layout;
        this.verb = layout.verb();
        this.imports = imports;
    }

    /** The name of the class of a verb's frames. */
    static String name(Verb verb) {
        String method = verb.method().name();
        return method.substring(0, 1).toUpperCase(Locale.ROOT) + method.substring(1) + "Frame";
    }

    /** The name of the array with the constants of an argument's enum, in its verb's class. */
    static String constants(String parameter) {
        return Names.constant(parameter) + "_VALUES";
    }

    /** The name of the layout by which a value is read and written. */
    static String access(FrameKind kind) {
        return kind.javaType().toUpperCase(Locale.ROOT);
    }

    /** The class. */
    String write(String handler, String frames) {
        Map<String, String> holes = new HashMap<>();
        holes.put("FRAMES", frames);
        holes.put("ID", verb.capability().id());
        holes.put("HANDLER", handler);
        holes.put("METHOD", verb.method().name());
        holes.put("DIAGRAM", diagram());
        holes.put("VISIBILITY", visibility());
        holes.put("NAME", name(verb));
        holes.put("VERB", Integer.toString(layout.index()));
        holes.put("LINES", Integer.toString(layout.lines()));
        holes.put("CONSTANTS", head() + enums());
        holes.put("PUT", put());
        holes.put("SETS", sets());
        holes.put("ACCESSORS", accessors());
        return Template.fill(CLASS, holes);
    }

    private String diagram() {
        String drawn = FrameDiagram.draw(layout, "    ");
        return drawn.isEmpty() ? "" : "     *\n     * <pre>\n" + drawn + "     * </pre>\n";
    }

    /** Verb, flags 0, lines and the reserved byte, as they lie in one word. */
    private String head() {
        return "        private static final long HEAD = VERB | (long) LINES << 48;\n\n";
    }

    private String enums() {
        String results = verb.result().value() instanceof Value.Choice choice
                ? constantsOf(choice.type(), RESULTS)
                : "";
        return layout.declared().stream()
                .filter(slot -> slot.kind().choice())
                .map(slot -> constantsOf(
                        slot.parameter().type(), constants(slot.parameter().javaName())))
                .collect(Collectors.joining("", "", results));
    }

    private String constantsOf(TypeName type, String name) {
        String spelled = imports.spell(type);
        return Layout.fit(
                        "        ",
                        "private static final " + spelled + "[] " + name + " =",
                        spelled + ".values();")
                + "\n\n";
    }

    private String put() {
        List<String> parameters = verb.parameters().stream()
                .map(parameter -> imports.spell(parameter.type()) + " " + parameter.javaName())
                .toList();
        return Layout.fill("        ", visibility() + "void put(", parameters, ") {");
    }

    private String sets() {
        return layout.declared().stream()
                .map(slot -> Layout.fill(
                                "            ",
                                component(slot) + "(",
                                List.of(
                                        "this.segment",
                                        "this.offset",
                                        slot.parameter().javaName()),
                                ");")
                        + "\n")
                .collect(Collectors.joining());
    }

    private String accessors() {
        StringBuilder all = new StringBuilder();
        for (FrameLayout.Slot slot : layout.declared()) {
            all.append(accessor(
                    component(slot),
                    "the argument {@code " + slot.parameter().javaName() + "}",
                    slot.kind(),
                    slot.offset(),
                    slot.parameter().type(),
                    constants(slot.parameter().javaName())));
        }
        layout.result().ifPresent(kind -> all.append(result(kind)));
        return all.toString();
    }

    private String result(FrameKind kind) {
        return accessor(
                "result",
                "the result",
                kind,
                FrameLayout.ARGUMENTS_OFFSET,
                resultType(verb, kind),
                RESULTS);
    }

    /** The Java type of a verb's result. */
    static TypeName resultType(Verb verb, FrameKind kind) {
        return verb.result().value() instanceof Value.Choice choice
                ? choice.type()
                : new TypeName.Text(kind == FrameKind.BOOLEAN ? "boolean" : kind.javaType());
    }

    private String accessor(
            String name, String what, FrameKind kind, int offset, TypeName type, String constants) {
        String raw = "segment.get(" + access(kind) + ", offset + " + offset + ")";
        Map<String, String> holes = Map.of(
                "NAME",
                name,
                "WHAT",
                what,
                "VISIBILITY",
                visibility(),
                "TYPE",
                imports.spell(type),
                "KIND",
                access(kind),
                "OFFSET",
                Integer.toString(offset),
                "GET",
                switch (kind) {
                    case BOOLEAN -> raw + " != 0";
                    case CHOICE, WIDE_CHOICE -> constants + "[" + raw + "]";
                    default -> raw;
                },
                "SET",
                switch (kind) {
                    case BOOLEAN -> "(byte) (value ? 1 : 0)";
                    case CHOICE, WIDE_CHOICE -> "(" + kind.javaType() + ") value.ordinal()";
                    default -> "value";
                });
        return Template.fill(READ + ACCESS, holes);
    }

    /** The name of an argument's accessors, with an underscore where it means something else. */
    private static String component(FrameLayout.Slot slot) {
        String name = Names.component(slot.parameter().javaName());
        return TAKEN.contains(name) ? name + "_" : name;
    }

    private String visibility() {
        return verb.method().visible() ? "public " : "";
    }
}

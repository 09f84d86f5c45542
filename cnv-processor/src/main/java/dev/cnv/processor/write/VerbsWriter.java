package dev.cnv.processor.write;

import static dev.cnv.processor.write.Layout.literal;

import dev.cnv.processor.model.ClassName;
import dev.cnv.processor.model.FrameSet;
import dev.cnv.processor.model.Handler;
import dev.cnv.processor.model.Names;
import dev.cnv.processor.model.Parameter;
import dev.cnv.processor.model.TypeName;
import dev.cnv.processor.model.Verb;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the verbs of a class: descriptors, decoders, invokers and the typed front. */
final class VerbsWriter {

    /** In a set of broken methods, the class itself. */
    private static final int CLASS = -1;

    private static final List<ClassName> VOCABULARY = List.of(
            ClassName.of("java.io", "InputStream"),
            ClassName.of("java.util", "List"),
            ClassName.of("java.util", "Objects"),
            Api.SESSION,
            Api.EFFECT_SET,
            Api.VERB_DESCRIPTOR,
            Api.VERB_KEY,
            Api.CERTIFICATE,
            Api.STAGE,
            Api.OUTCOME,
            Api.DISPATCH,
            Api.PROOF,
            Api.VALUE_READER,
            Api.VALUE_WRITER,
            Api.VERB_MODULE);

    private static final String FILE = """
            $PACKAGE$$IMPORTS$
            /** The verbs of {@link $HANDLER$}. */
            $MARKS$public final class $NAME$ implements VerbModule$FRAMED$$KEYED$ {
            $KEYS$
            $DESCRIPTORS$
            $CONSTRUCTION$
                /**
                 * Typed calls for one caller.
                 *
                 * @param session the caller
                 * @return the calls
                 */
                public static Calls with(Session session) {
                    return new Calls(session);
                }

                @Override
                public String summary() {
                    return $SUMMARY$;
                }

                @Override
                public List<VerbDescriptor> verbs() {
                    return descriptors;
                }

                @Override
                public InputStream schemas() {
            $SCHEMAS$
                }
            $FRAMES$
            $SWITCHES$$INVOKERS$$RECORDS$$DESCRIBERS$$PAGES$
                /** Typed calls for one caller; {@link $HANDLER$} explains them. */
                @SuppressWarnings("doclint:missing")
                public static final class Calls {
                    private final Session session;

                    private Calls(Session session) {
                        this.session = session;
                    }
            $CALLS$    }
            }
            """;

    private static final String NEW = """

                /** Verbs of a new {@link $TYPE$}. */
                public $NAME$() {
                    this(new $TYPE$());
                }
            """;

    private static final String GIVEN = """

                /**
                 * Verbs of a given {@link $TYPE$}.
                 *
                 * @param handler runs the verbs
                 */
                $VISIBILITY$$NAME$($TYPE$ handler) {
                    this.handler = handler;
                }
            """;

    private static final String FRAMES = """

                @Override
                public $MODULE$ frames() {
                    return new $NAME$($HANDLER$);
                }
            """;

    private final Handler handler;
    private final List<Verb> all;
    private final List<Verb> sound;
    private final String name;
    private final boolean instance;
    private final boolean framed;
    private final Imports imports;
    private final RecordHelpers records;
    private final ValueCode values;
    private final Optional<PageWriter> pages;
    private final KeysWriter keys;

    /** The writer of a class; broken verbs get their place in the typed front only. */
    VerbsWriter(Handler handler, Set<Integer> broken) {
        this.handler = handler;
        this.all = handler.verbs().stream()
                .sorted(Comparator.comparing((Verb verb) -> verb.capability().id()))
                .toList();
        this.sound = broken.contains(CLASS)
                ? List.of()
                : all.stream()
                        .filter(verb -> !broken.contains(verb.site().method()))
                        .toList();
        this.name = handler.verbsType().simpleName();
        this.instance = !broken.contains(CLASS)
                && handler.placement().construction() != Handler.Construction.NONE;
        this.framed = !FrameSet.of(handler).isEmpty();
        this.keys = new KeysWriter(handler, all);
        this.imports = new Imports(handler.type().packageName(), nested());
        imports.spell(handler.verbsType());
        VOCABULARY.forEach(imports::require);
        this.records = new RecordHelpers(sound);
        this.values = new ValueCode(name, records, imports);
        this.pages = PageWriter.of(handler, sound, values, imports, instance);
        if (pages.isPresent()) {
            imports.require(Api.VERB_LIST);
        }
        imports.reserve(Api.VALUE_TYPE);
        if (framed) {
            imports.require(Api.FRAMED_VERBS);
            imports.require(Api.FRAME_MODULE);
            imports.spell(handler.framesType());
        }
    }

    /** The whole file. */
    String source() {
        Map<String, String> holes = new HashMap<>();
        String packageName = handler.type().packageName();
        holes.put("PACKAGE", packageName.isEmpty() ? "" : "package " + packageName + ";\n\n");
        holes.put("HANDLER", handlerType());
        holes.put(
                "MARKS",
                Marks.text(
                        handler,
                        all.stream().anyMatch(verb -> Marks.deprecated(handler, verb)),
                        imports));
        holes.put("NAME", name);
        holes.put("KEYS", keys.keys(imports));
        holes.put(
                "KEYED",
                keys.interfaces().stream()
                        .map(type -> ", " + imports.spell(type))
                        .collect(Collectors.joining()));
        holes.put("DESCRIPTORS", descriptors());
        holes.put("CONSTRUCTION", construction());
        holes.put("SUMMARY", literal(handler.doc().summary()));
        holes.put("SCHEMAS", schemas());
        holes.put("FRAMED", framed ? ", " + imports.spell(Api.FRAMED_VERBS) : "");
        holes.put("FRAMES", framed ? frames() : "");
        DispatchWriter dispatch = new DispatchWriter(handler, sound, values, imports);
        holes.put("SWITCHES", pages.map(PageWriter::switches).orElseGet(dispatch::switches));
        holes.put("INVOKERS", pages.isPresent() ? "" : dispatch.invokers());
        holes.put("PAGES", pages.map(PageWriter::pages).orElse(""));
        RecordWriter recordWriter = new RecordWriter(records, values, imports);
        holes.put("RECORDS", recordWriter.write());
        DescriptorWriter describers = new DescriptorWriter(handler, values, imports);
        holes.put(
                "DESCRIBERS",
                pages.isPresent()
                        ? ""
                        : sound.stream()
                                .map(verb -> "\n" + describers.write(verb))
                                .collect(Collectors.joining()));
        holes.put(
                "CALLS",
                all.stream()
                        .filter(verb -> !verb.hidesObjectMethod())
                        .map(this::call)
                        .collect(Collectors.joining()));
        // Last: the others have said by now what they need.
        holes.put("IMPORTS", imports.statements());
        return Template.fill(FILE, holes);
    }

    /** The files beside it. */
    Map<ClassName, String> more() {
        return keys.files();
    }

    private String handlerType() {
        return imports.spell(handler.type());
    }

    private String input(Verb verb) {
        return imports.spell(verb.certificate()) + ".Input";
    }

    private Set<String> nested() {
        Set<String> names = new HashSet<>(Set.of("Calls"));
        names.add(PageWriter.DESCRIPTORS);
        names.addAll(PageWriter.names(sound.size()));
        keys.interfaces().forEach(type -> names.add(type.simpleName()));
        return names;
    }

    private String descriptors() {
        if (pages.isPresent()) {
            return "    private final List<VerbDescriptor> descriptors = new "
                    + PageWriter.DESCRIPTORS + "();";
        }
        List<String> made =
                sound.stream().map(verb -> DescriptorWriter.method(verb) + "()").toList();
        // No constant: its name could be the name of a verb's key.
        return Layout.fill(
                "    ", "private final List<VerbDescriptor> descriptors = List.of(", made, ");");
    }

    private String schemas() {
        String resource = literal("/" + Names.SCHEMAS + handler.type().binaryName() + ".json");
        return Layout.fill(
                "        ",
                "return Objects.requireNonNull(" + name + ".class.getResourceAsStream(",
                List.of(resource),
                "));");
    }

    private String frames() {
        return Template.fill(
                FRAMES,
                Map.of(
                        "MODULE",
                        imports.spell(Api.FRAME_MODULE),
                        "NAME",
                        handler.framesType().simpleName(),
                        "HANDLER",
                        instance ? "handler" : ""));
    }

    private String construction() {
        String type = handlerType();
        if (!instance) {
            return "\n    /** Verbs of {@link " + type
                    + "}, which need no instance of it. */\n    public " + name + "() {}\n";
        }
        String given = Template.fill(
                GIVEN,
                Map.of(
                        "TYPE",
                        type,
                        "NAME",
                        name,
                        "VISIBILITY",
                        visibility(handler.placement().visible())));
        return "    private final " + type + " handler;\n"
                + (handler.placement().construction() == Handler.Construction.DEFAULT
                        ? Template.fill(NEW, Map.of("TYPE", type, "NAME", name))
                        : "")
                + given;
    }

    private String call(Verb verb) {
        String summary = verb.doc().summary();
        String doc = summary.isEmpty()
                ? "Calls {@code " + verb.capability().id() + "}."
                : JavadocText.escape(summary);
        List<String> parameters = verb.parameters().stream()
                .map(p -> imports.spell(p.type()) + " " + p.javaName())
                .toList();
        List<String> arguments =
                verb.parameters().stream().map(Parameter::javaName).toList();
        TypeName result = CertificateWriter.resultType(verb);
        String session = arguments.contains("session") ? "this.session" : "session";
        return "\n        /** " + doc + " */\n"
                + Layout.fill(
                        "        ",
                        visibility(verb.method().visible()) + "Outcome<" + imports.spell(result)
                                + "> " + verb.method().name() + "(",
                        parameters,
                        ") {")
                + "\n"
                + Layout.fill(
                        "            ",
                        "return " + session + ".call("
                                + Names.constant(verb.method().name()) + ", new " + input(verb)
                                + "(",
                        arguments,
                        "));")
                + "\n        }\n";
    }

    private static String visibility(boolean visible) {
        return KeysWriter.visibility(visible);
    }
}

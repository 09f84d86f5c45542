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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
            $MARKS$public final class $NAME$ implements VerbModule$FRAMED$ {
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
                /** Typed calls for one caller. */
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
    private final Pages pages;
    private final Imports imports;
    private final RecordHelpers records;
    private final ValueCode values;

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
        this.pages = Pages.of(sound);
        Set<String> nested = new HashSet<>(Set.of("Calls"));
        if (!pages.single()) {
            for (int page = 0; page < pages.all().size(); page++) {
                nested.add(Pages.name(page));
            }
        }
        this.imports = new Imports(handler.type().packageName(), nested);
        imports.spell(handler.verbsType());
        VOCABULARY.forEach(imports::require);
        imports.reserve(Api.VALUE_TYPE);
        if (framed) {
            imports.require(Api.FRAMED_VERBS);
            imports.require(Api.FRAME_MODULE);
            imports.spell(handler.framesType());
        }
        this.records = new RecordHelpers(sound);
        this.values = new ValueCode(name, records, imports);
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
        holes.put("KEYS", all.stream().map(this::key).collect(Collectors.joining()));
        holes.put("DESCRIPTORS", descriptors());
        holes.put("CONSTRUCTION", construction());
        holes.put("SUMMARY", literal(handler.doc().summary()));
        holes.put("SCHEMAS", schemas());
        holes.put("FRAMED", framed ? ", " + imports.spell(Api.FRAMED_VERBS) : "");
        holes.put("FRAMES", framed ? frames() : "");
        DispatchWriter dispatch = new DispatchWriter(handler, sound, values, imports);
        holes.put("SWITCHES", pages.single() ? dispatch.switches() : dispatch.pageSwitches(pages));
        holes.put("INVOKERS", pages.single() ? dispatch.invokers() : "");
        RecordWriter recordWriter = new RecordWriter(records, values, imports);
        holes.put("RECORDS", recordWriter.write());
        holes.put("DESCRIBERS", pages.single() ? describers(sound) : "");
        holes.put("PAGES", pages.single() ? "" : pages());
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

    private String handlerType() {
        return imports.spell(handler.type());
    }

    private String input(Verb verb) {
        return imports.spell(verb.certificate()) + ".Input";
    }

    private String key(Verb verb) {
        String result = imports.spell(CertificateWriter.resultType(verb));
        String method = verb.method().name();
        return "    /** {@code " + verb.capability().id() + "}, see {@link " + handlerType() + "#"
                + method + "}. */\n"
                + Layout.fit(
                        "    ",
                        visibility(verb.method().visible()) + "static final VerbKey<" + input(verb)
                                + ", " + result + "> " + Names.constant(method) + " =",
                        "VerbKey.of(" + literal(verb.capability().id()) + ");")
                + "\n";
    }

    private String descriptors() {
        // No constant: its name could be the name of a verb's key.
        if (pages.single()) {
            return Layout.fill(
                    "    ",
                    "private final List<VerbDescriptor> descriptors = List.of(",
                    described(sound),
                    ");");
        }
        List<String> lists = IntStream.range(0, pages.all().size())
                .mapToObj(page -> Pages.name(page) + ".descriptors()")
                .toList();
        return Layout.fill(
                "    ",
                "private final List<VerbDescriptor> descriptors = "
                        + imports.spell(ClassName.of("java.util.stream", "Stream")) + ".of(",
                lists,
                ").flatMap(List::stream).toList();");
    }

    private static List<String> described(List<Verb> verbs) {
        return verbs.stream().map(verb -> DescriptorWriter.method(verb) + "()").toList();
    }

    private String describers(List<Verb> verbs) {
        DescriptorWriter describers = new DescriptorWriter(handler, values, imports);
        return verbs.stream()
                .map(verb -> "\n" + describers.write(verb))
                .collect(Collectors.joining());
    }

    private String pages() {
        StringBuilder code = new StringBuilder();
        int first = 0;
        for (List<Verb> page : pages.all()) {
            code.append("\n").append(page(first, page));
            first += page.size();
        }
        return code.toString();
    }

    private String page(int first, List<Verb> page) {
        DispatchWriter dispatch = new DispatchWriter(handler, page, first, true, values, imports);
        String body = dispatch.switches() + dispatch.invokers() + "\n"
                + "    static List<VerbDescriptor> descriptors() {\n"
                + Layout.fill("        ", "return List.of(", described(page), ");")
                + "\n    }\n" + describers(page);
        return "    /** Verbs " + first + " to " + (first + page.size() - 1) + ". */\n"
                + "    private static final class " + Pages.name(first >> pages.shift()) + " {\n"
                + body.replaceAll("(?m)^(?=.)", "    ") + "    }\n";
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
        return visible ? "public " : "";
    }
}

package dev.cnv.processor.write;

import static dev.cnv.processor.write.Layout.literal;

import dev.cnv.processor.model.ClassName;
import dev.cnv.processor.model.Handler;
import dev.cnv.processor.model.Names;
import dev.cnv.processor.model.Verb;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes the keys of a class's verbs. Those of many are constants of interfaces that the class
 * implements: an interface is initialized when one of its constants is first used, a class when its
 * first object is made.
 */
final class KeysWriter {

    /** As many verbs as have pages at the soonest. */
    private static final int MOST_MADE = 128;

    /** So few because the JVM compares the nested classes that a class file names with one another. */
    private static final int MADE_AT_ONCE = 256;

    private final Handler handler;
    private final List<Verb> own;
    private final List<Verb> held;

    /**
     * The writer of a class. The keys of verbs that are not public stay in the class: what an interface
     * has is public.
     */
    KeysWriter(Handler handler, List<Verb> verbs) {
        boolean many = verbs.size() > MOST_MADE;
        this.handler = handler;
        this.own =
                verbs.stream().filter(verb -> !many || !verb.method().visible()).toList();
        this.held =
                verbs.stream().filter(verb -> many && verb.method().visible()).toList();
    }

    static String visibility(boolean visible) {
        return visible ? "public " : "";
    }

    /** The interfaces, none for a class of few verbs. */
    List<ClassName> interfaces() {
        int count = (held.size() + MADE_AT_ONCE - 1) / MADE_AT_ONCE;
        return IntStream.range(0, count).mapToObj(this::type).toList();
    }

    private ClassName type(int number) {
        ClassName verbs = handler.verbsType();
        return ClassName.of(verbs.packageName(), verbs.simpleName() + "Keys" + number);
    }

    /** The constants of the class. */
    String keys(Imports imports) {
        return own.stream()
                .map(verb -> constant(
                        visibility(verb.method().visible()) + "static final ", verb, imports))
                .collect(Collectors.joining());
    }

    /** The interfaces' files. */
    Map<ClassName, String> files() {
        Map<ClassName, String> files = new LinkedHashMap<>();
        List<ClassName> types = interfaces();
        for (int i = 0; i < types.size(); i++) {
            int first = i * MADE_AT_ONCE;
            files.put(
                    types.get(i),
                    file(
                            types.get(i),
                            held.subList(first, Math.min(first + MADE_AT_ONCE, held.size()))));
        }
        return files;
    }

    private String file(ClassName type, List<Verb> verbs) {
        Imports imports = new Imports(type.packageName(), Set.of(type.simpleName()));
        imports.require(Api.VERB_KEY);
        String handlerType = imports.spell(handler.type());
        boolean deprecated = verbs.stream().anyMatch(verb -> Marks.deprecated(handler, verb));
        String body = "/** Keys of verbs of {@link " + handlerType
                + "}, made when one of them is first used. */\n"
                + Marks.text(handler, deprecated, imports) + "interface " + type.simpleName()
                + " {\n"
                + verbs.stream()
                        .map(verb -> constant("", verb, imports))
                        .collect(Collectors.joining())
                + "}\n";
        String head = type.packageName().isEmpty() ? "" : "package " + type.packageName() + ";\n\n";
        return head + imports.statements() + "\n" + body;
    }

    private String constant(String modifiers, Verb verb, Imports imports) {
        String method = verb.method().name();
        String id = verb.capability().id();
        return "    /** {@code " + id + "}, see {@link " + imports.spell(handler.type()) + "#"
                + method + "}. */\n"
                + Layout.fit(
                        "    ",
                        modifiers + "VerbKey<" + imports.spell(verb.certificate()) + ".Input, "
                                + imports.spell(CertificateWriter.resultType(verb)) + "> "
                                + Names.constant(method) + " =",
                        "VerbKey.of(" + literal(id) + ");")
                + "\n";
    }
}

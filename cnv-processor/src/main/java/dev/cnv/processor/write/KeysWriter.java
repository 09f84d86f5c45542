package dev.cnv.processor.write;

import static dev.cnv.processor.write.Layout.literal;

import dev.cnv.processor.model.Names;
import dev.cnv.processor.model.Verb;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes the keys of a class's verbs. What makes more than a class initialiser can hold is made by
 * nested classes.
 */
final class KeysWriter {

    private static final int MOST_MADE = 512;
    private static final int MADE_AT_ONCE = 256;

    private final String handlerType;
    private final List<Verb> verbs;
    private final Imports imports;

    KeysWriter(String handlerType, List<Verb> verbs, Imports imports) {
        this.handlerType = handlerType;
        this.verbs = verbs;
        this.imports = imports;
    }

    static String visibility(boolean visible) {
        return visible ? "public " : "";
    }

    /** The names that the nested classes take. */
    static List<String> names(int verbCount) {
        return IntStream.range(0, holderCount(verbCount))
                .mapToObj(i -> "Keys" + i)
                .toList();
    }

    private static int holderCount(int verbCount) {
        return verbCount <= MOST_MADE ? 0 : (verbCount + MADE_AT_ONCE - 1) / MADE_AT_ONCE;
    }

    /** The constants of the class. */
    String keys() {
        boolean held = holderCount(verbs.size()) > 0;
        return IntStream.range(0, verbs.size())
                .mapToObj(i -> {
                    Verb verb = verbs.get(i);
                    String method = verb.method().name();
                    String doc = "    /** {@code " + verb.capability().id() + "}, see {@link "
                            + handlerType + "#" + method + "}. */\n";
                    return doc
                            + constant(
                                    visibility(verb.method().visible()),
                                    verb,
                                    held
                                            ? "Keys" + i / MADE_AT_ONCE + "."
                                                    + Names.constant(method)
                                            : made(verb));
                })
                .collect(Collectors.joining());
    }

    private String constant(String visibility, Verb verb, String value) {
        return Layout.fit(
                        "    ",
                        visibility + "static final VerbKey<" + imports.spell(verb.certificate())
                                + ".Input, " + imports.spell(CertificateWriter.resultType(verb))
                                + "> " + Names.constant(verb.method().name()) + " =",
                        value + ";")
                + "\n";
    }

    private static String made(Verb verb) {
        return "VerbKey.of(" + literal(verb.capability().id()) + ")";
    }

    /** The nested classes, each with an empty line before it. */
    String holders() {
        return IntStream.range(0, holderCount(verbs.size()))
                .mapToObj(this::holder)
                .collect(Collectors.joining());
    }

    private String holder(int number) {
        int first = number * MADE_AT_ONCE;
        List<Verb> made =
                verbs.subList(first, Math.min(first + MADE_AT_ONCE, verbs.size()));
        return "\n    private static final class Keys" + number + " {\n"
                + PageWriter.indented(made.stream()
                        .map(verb -> constant("", verb, made(verb)))
                        .collect(Collectors.joining()))
                + "    }\n";
    }
}

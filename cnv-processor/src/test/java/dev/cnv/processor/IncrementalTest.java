package dev.cnv.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Gradle and IDEs compile what changed, with class files for the rest: they are told the same as in a full
 * build, also of verbs whose own sources did not change.
 */
class IncrementalTest {

    private static final String HEAD = """
            package some;

            import dev.cnv.annotations.*;
            import dev.cnv.runtime.Cnv;

            """;

    @TempDir
    Path folder;

    /**
     * A module of several classes, of which one changes.
     *
     * @param code what the change breaks
     * @param before the classes before, by name
     * @param changed the class that changes
     * @param after its text
     */
    record Change(String code, Map<String, String> before, String changed, String after) {
        @Override
        public String toString() {
            return code + " by a change of " + changed;
        }
    }

    private static String type(String name, String... verbs) {
        return HEAD + "public class " + name + " {\n    private static int count;\n"
                + String.join("\n", verbs) + "}\n";
    }

    private static String verb(String id, String more, String effect, String parameters) {
        String name = id.substring(id.lastIndexOf('.') + 1);
        return """
                    @Capability(id = "%s"%s)
                    @Effects(Effect.%s)
                    public int %s(%s) {
                        %s
                    }
                """.formatted(
                        id,
                        more,
                        effect,
                        name,
                        parameters,
                        effect.equals("READ_ONLY") ? "return 1;" : "return ++count;");
    }

    private static String reader(String id, String more) {
        return verb(id, more, "READ_ONLY", "String text");
    }

    private static Change change(String code, String changed, String after, String... before) {
        Map<String, String> classes = new TreeMap<>();
        for (String text : before) {
            classes.put(text.replaceAll("(?s).*?class ([\\w-]+) .*", "$1"), text);
        }
        return new Change(code, classes, changed, after);
    }

    static Stream<Change> changes() {
        String one = type("One", reader("shop.one", ", requires = \"shop.two\""));
        String two = type("Two", reader("shop.two", ""));
        String three = type("Three", reader("shop.three", ", requires = \"shop.one\""));
        String stands = type(
                "One",
                verb("shop.one", ", dominates = \"shop.two\"", "MUTATE_STATE", "String text"));
        String equal = type("One", reader("shop.one", ", equivalentTo = \"shop.two\""));
        return Stream.of(
                change("CNV-601", "Two", type("Two", reader("shop.other", "")), one, two),
                change("CNV-601", "One", one.replace("shop.two", "shop.tow"), one, two),
                change(
                        "CNV-602",
                        "Two",
                        type("Two", reader("shop.two", ", requires = \"shop.one\"")),
                        one,
                        two),
                change(
                        "CNV-603",
                        "Two",
                        type("Two", reader("shop.two", ", requires = \"shop.one\"")),
                        one,
                        two,
                        three),
                change(
                        "CNV-604",
                        "Two",
                        type("Two", verb("shop.two", "", "READ_ONLY", "String text, int more")),
                        stands,
                        two),
                change(
                        "CNV-604",
                        "One",
                        stands.replace("String text", "String text, int more"),
                        stands,
                        two),
                change(
                        "CNV-605",
                        "Two",
                        type("Two", verb("shop.two", "", "READ_ONLY", "int text")),
                        equal,
                        two),
                change(
                        "CNV-606",
                        "Two",
                        type("Two", verb("shop.two", "", "MUTATE_STATE", "String text")),
                        one,
                        two,
                        "@Isolated\npackage some;\nimport dev.cnv.annotations.Isolated;\n"
                                + "// class package-info .\n"),
                change(
                        "CNV-606",
                        "One",
                        type("One", """
                                    @Capability(id = "shop.one")
                                    @Effects(Effect.READ_ONLY)
                                    public int one(String text) {
                                        TwoVerbs.with(Cnv.current().session()).two(text);
                                        return 1;
                                    }
                                """),
                        type("One", reader("shop.one", "")),
                        type("Two", verb("shop.two", "", "MUTATE_STATE", "String text")),
                        "@Isolated\npackage some;\nimport dev.cnv.annotations.Isolated;\n"
                                + "// class package-info .\n"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void change_ofOneClass_givesTheMessagesOfAFullBuild(Change change) {
        Compiled first = compile(change.before()).run(folder);
        assertTrue(first.success(), first.messages()::toString);

        Map<String, String> after = new TreeMap<>(change.before());
        after.put(change.changed(), change.after());
        List<String> full = told(compile(after).run());
        assertTrue(
                full.stream().anyMatch(text -> text.startsWith("[" + change.code())),
                full::toString);

        String classes = folder.resolve("c") + File.pathSeparator + Compile.classPath();
        Compiled part = compile(Map.of(change.changed(), change.after()))
                .option("--class-path", classes)
                .run(folder);
        assertEquals(full, told(part));
        assertEquals(List.of(), part.otherErrors());
    }

    /** What was mended is told no more. */
    @ParameterizedTest
    @MethodSource("changes")
    void change_takenBack_givesNoMessage(Change change) {
        assertTrue(compile(change.before()).run(folder).success());
        String classes = folder.resolve("c") + File.pathSeparator + Compile.classPath();
        Compiled broken = compile(Map.of(change.changed(), change.after()))
                .option("--class-path", classes)
                .run(folder);
        assertFalse(told(broken).isEmpty());
        Compiled mended = compile(Map.of(change.changed(), change.before().get(change.changed())))
                .option("--class-path", classes)
                .run(folder);
        assertEquals(List.of(), told(mended));
        assertTrue(mended.success(), mended.messages()::toString);
    }

    private static Compile compile(Map<String, String> classes) {
        Compile compile = Compile.withCnv();
        classes.forEach((name, text) -> compile.source("some/" + name + ".java", text));
        return compile;
    }

    /** The messages without their places, which an element of a class file does not have. */
    private static List<String> told(Compiled compiled) {
        return compiled.messages().stream()
                .map(Compiled.Message::text)
                .filter(text -> text.contains("[CNV-"))
                .map(text -> text.substring(text.indexOf("[CNV-")))
                .sorted()
                .toList();
    }
}

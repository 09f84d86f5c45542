package dev.cnv.processor.effect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.lang.reflect.Member;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of the JDK: every row names something that the running JDK has. */
class EffectTableTest {

    static List<String> rows() throws IOException {
        try (var in = EffectTable.class.getResourceAsStream("jdk.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void row_ofTheJdk_namesWhatIsThere(String row) throws Exception {
        String subject = row.split(" ", 2)[0];
        int sharp = subject.indexOf('#');
        if (sharp < 0) {
            assertTrue(isPackage(subject) || isType(subject), row);
            return;
        }
        Class<?> type = type(subject.substring(0, sharp));
        String member = subject.substring(sharp + 1);
        assertTrue(
                members(type)
                        .anyMatch(name -> member.endsWith("*")
                                ? name.startsWith(member.substring(0, member.length() - 1))
                                : name.equals(member)),
                row);
        EffectTable.Rule rule = EffectTable.builtIn()
                .ofClass(subject.substring(0, sharp), member.replace("*", "x"))
                .orElseThrow();
        assertEquals(subject, rule.subject());
    }

    private static boolean isPackage(String name) {
        String plain = name.replace(".*", "");
        return ModuleLayer.boot().modules().stream()
                .anyMatch(module -> module.getPackages().stream()
                        .anyMatch(p -> p.equals(plain)
                                || (name.endsWith(".*") && p.startsWith(plain + "."))));
    }

    private static boolean isType(String name) {
        try {
            type(name);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        String binary = name;
        while (true) {
            try {
                return Class.forName(binary, false, ClassLoader.getPlatformClassLoader());
            } catch (ClassNotFoundException e) {
                int dot = binary.lastIndexOf('.');
                if (dot < 0) {
                    throw e;
                }
                binary = binary.substring(0, dot) + "$" + binary.substring(dot + 1);
            }
        }
    }

    private static Stream<String> members(Class<?> type) {
        Stream<Class<?>> all = Stream.<Class<?>>iterate(type, c -> c != null, Class::getSuperclass)
                .flatMap(c -> Stream.concat(Stream.of(c), Arrays.stream(c.getInterfaces())));
        return Stream.concat(
                type.getDeclaredConstructors().length > 0 ? Stream.of("<init>") : Stream.empty(),
                all.flatMap(c -> Stream.<Member>concat(
                                Arrays.stream(c.getDeclaredMethods()),
                                Arrays.stream(c.getDeclaredFields())))
                        .map(Member::getName));
    }

    @Test
    void table_rows_areSorted() throws IOException {
        assertEquals(rows().stream().sorted().toList(), rows());
    }

    @Test
    void text_random_isReadOrRefusedWithALine() {
        Random random = new Random(7);
        String letters = "ab.#*<> \n-1\tpurelanchg";
        for (int i = 0; i < 10_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(40); j > 0; j--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            try {
                new EffectTable().read(text.toString());
            } catch (EffectTable.MalformedException e) {
                assertTrue(e.line() >= 1);
            } catch (RuntimeException e) {
                fail("text=" + text, e);
            }
        }
    }

    @Test
    void text_tooLong_isRefused() {
        assertThrows(
                EffectTable.MalformedException.class,
                () -> new EffectTable().read("#".repeat(EffectTable.MAX_CHARACTERS + 1)));
    }

    @Test
    void summaryFile_writtenAndRead_isTheSame() {
        SummaryFile file = new SummaryFile();
        file.put("a.B#c(I)", new Summary(1, -1, 2, 3), "Files.delete (B.java:1)");
        file.put("a.B#d()", Summary.NOTHING, "");
        file.parameters("a.B#c(I)", List.of("number", "and-more"));
        file.parameters("a.B#d()", List.of());
        String text = file.text();
        assertEquals(
                "cnv-effects 2\na.B#c(I) 1 ffffffffffffffff 2 3 Files.delete (B.java:1)\na.B#d() 0 0 0 0\n"
                        + "@parameters a.B#c(I) number and-more\n@parameters a.B#d()\n",
                text);
        SummaryFile read =
                SummaryFile.parse(text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        assertEquals(file.entries(), read.entries());
        assertEquals(file.parameters(), read.parameters());
    }

    @Test
    void summaryFile_malformed_isRefusedWhole() {
        for (String text : List.of(
                "",
                "cnv-effects 1\n",
                "cnv-effects 3\n",
                "cnv-effects 2\na 1 2 3\n",
                "cnv-effects 2\na 1 2 3 g\n",
                "cnv-effects 2\na 0 0 0 0\na 0 0 0 0\n",
                "cnv-effects 2\n@parameters \n",
                "cnv-effects 2\n@parameters a Text\n",
                "cnv-effects 2\n@parameters a text  more\n",
                "cnv-effects 2\n@parameters a b\n@parameters a b\n",
                "cnv-effects 2\na 0 0 0 0")) {
            assertTrue(SummaryFile.parse(text.getBytes(StandardCharsets.UTF_8)).isEmpty(), text);
        }
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            SummaryFile.parse(bytes);
        }
    }
}

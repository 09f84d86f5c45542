package dev.cnv.processor.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.processor.model.ClassName;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LayoutTest {

    @Test
    void literal_ofWhatEndsOrChangesALiteral_isEscaped() {
        assertEquals(
                "\"a\\\"b\\\\c\\nd\\re\\tf\\u0007\\ud800$\u00e9\"",
                Layout.literal("a\"b\\c\nd\re\tf\u0007\ud800$\u00e9"));
    }

    @Test
    void fill_ofWhatFits_isOneLine() {
        assertEquals("  f(a, b);", Layout.fill("  ", "f(", List.of("a", "b"), ");"));
        assertEquals("  f();", Layout.fill("  ", "f(", List.of(), ");"));
    }

    @Test
    void fill_ofWhatIsTooLong_hasNoLineOverTheWidth() {
        List<String> parts = Collections.nCopies(40, "argument()");
        String text = Layout.fill("    ", "call(", parts, ");");
        assertEquals("    call(", text.lines().findFirst().orElseThrow());
        assertTrue(text.lines().allMatch(line -> line.length() <= 100), text);
        assertTrue(text.lines().skip(1).allMatch(line -> line.startsWith("            a")), text);
        assertEquals(
                "call(" + String.join(", ", parts) + ");",
                text.lines()
                        .map(String::strip)
                        .reduce((a, b) -> a.endsWith("(") ? a + b : a + " " + b)
                        .orElseThrow());
    }

    @Test
    void fill_atTheWidth_breaksOneBeyondIt() {
        String hundred = "f(" + "x".repeat(96) + ");";
        assertEquals(hundred, Layout.fill("", "f(", List.of("x".repeat(96)), ");"));
        assertEquals(
                "f(\n        " + "x".repeat(97) + ");",
                Layout.fill("", "f(", List.of("x".repeat(97)), ");"));
    }

    @Test
    void chain_ofWhatIsTooLong_hasACallALine() {
        assertEquals("a.b().c();", Layout.chain("", "a", List.of(".b()", ".c()"), ";"));
        String call = ".b(" + "x".repeat(60) + ")";
        assertEquals(
                "a\n        " + call + "\n        " + call + ";",
                Layout.chain("", "a", List.of(call, call), ";"));
    }

    @Test
    void imports_ofTwoTypesWithOneName_spellTheSecondWithItsPackage() {
        Imports imports = new Imports("here", Set.of("Calls"));
        imports.reserve(ClassName.of("kept", "Later"));
        assertEquals("Line", imports.spell(ClassName.of("first", "Line")));
        assertEquals("second.Line", imports.spell(ClassName.of("second", "Line")));
        assertEquals("here.Calls", imports.spell(ClassName.of("here", "Calls")));
        assertEquals("here.Later", imports.spell(ClassName.of("here", "Later")));
        assertEquals("Own.Part", imports.spell(ClassName.of("here", "Own").nested("Part")));
        assertEquals("import first.Line;\n", imports.statements());
        assertEquals("Later", imports.spell(ClassName.of("kept", "Later")));
        assertEquals("import first.Line;\nimport kept.Later;\n", imports.statements());
    }
}

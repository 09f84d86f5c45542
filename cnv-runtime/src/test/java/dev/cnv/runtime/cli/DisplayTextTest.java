package dev.cnv.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class DisplayTextTest {

    @Test
    void line_steeringCharacters_areShownAsEscapes() {
        assertEquals("\\u001b[31m", DisplayText.line("\u001b[31m"));
        assertEquals("\\u009b2J \\u007f", DisplayText.line("\u009b2J \u007f"));
        assertEquals("a\\n\\r\\tb", DisplayText.line("a\n\r\tb"));
        assertEquals(
                "\\u202eabc\\u2066\\u2028\\ufeff", DisplayText.line("\u202eabc\u2066\u2028\ufeff"));
        assertEquals("\\ud800", DisplayText.line("\ud800"));
        assertEquals(
                "\\udb40\\udc41", DisplayText.line(Character.toString(0xE0041)), "a tag character");
    }

    @Test
    void line_ordinaryText_isKept() {
        String text = "Grüße, 世界 👩‍👩‍👧 é \\u001b";
        assertEquals(text, DisplayText.line(text));
    }

    @Test
    void block_lineBreaksAndTabs_areKeptButNoReturn() {
        assertEquals("a\n\tb\\r\\u001b", DisplayText.block("a\n\tb\r\u001b"));
    }

    @Test
    void width_wideAndCombining_areCountedInColumns() {
        assertEquals(3, DisplayText.width("abc"));
        assertEquals(4, DisplayText.width("世界"));
        assertEquals(1, DisplayText.width("e\u0301"));
        assertEquals(2, DisplayText.width("😀"));
        assertEquals(2, DisplayText.width("Ａ"));
        assertEquals(1, DisplayText.width("ｱ"));
    }

    @Test
    void cut_longLine_fitsWithAnEllipsis() {
        assertEquals("abc", DisplayText.cut("abc", 3));
        assertEquals("ab…", DisplayText.cut("abcd", 3));
        assertEquals("世…", DisplayText.cut("世界世界", 4));
        assertTrue(DisplayText.width(DisplayText.cut("世界世界", 5)) <= 5);
    }

    @Test
    void wrap_longText_breaksAtBlanksAndInsideLongWords() {
        assertEquals(List.of("one two", "three"), DisplayText.wrap("one two three", 8));
        assertEquals(List.of("abcd", "efgh", "i"), DisplayText.wrap("abcdefghi", 4));
        assertEquals(List.of("a", "", "b"), DisplayText.wrap("a\n\nb", 10));
        assertEquals(List.of(""), DisplayText.wrap("", 10));
    }
}

package dev.cnv.processor.read;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cnv.processor.model.Doc;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocReaderTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ' One sentence. Another.'         | One sentence.           | Another.
            ' No full stop'                   | No full stop            | ''
            ' Really? Yes!'                   | Really?                 | Yes!
            ' {@code a.b()} stays.'           | a.b() stays.            | ''
            ' {@code List<String>} & more.'   | List<String> & more.    | ''
            ' {@code {a} {b}} nested.'        | {a} {b} nested.         | ''
            ' {@link List#size} and {@link #own}.' | List.size and own.  | ''
            ' {@link List the list}.'         | the list.               | ''
            ' {@index word} {@value}'         | word                    | ''
            ' a &lt; b &amp;lt; &#64;'        | a < b &lt; @            | ''
            ' <em>Very</em> <b>bold</b>.'     | Very bold.              | ''
            ' e.g.&nbsp;this. That.'          | e.g. this.              | That.
            ' Version 1.2 is. New.'           | Version 1.2 is.         | New.
            ' {@broken tag'                   | {@broken tag            | ''
            ''                                | ''                      | ''
            """)
    void comment_read_isPlainText(String comment, String summary, String description) {
        assertEquals(new Doc(summary, description, Map.of()), DocReader.read(comment, false));
    }

    @Test
    void comment_withParagraphs_keepsThemApart() {
        assertEquals(
                new Doc("First.", "Second\n\nthird\n\nfourth.", Map.of()),
                DocReader.read(" First. Second\n\n <p>third\n\n <p>\n fourth.\n", false));
    }

    @Test
    void comment_withTags_hasItsParameters() {
        Doc doc = DocReader.read(
                " Does.\n\n @param from the {@code payer}\n   of it\n @param <T> none\n @return that\n @param to mail a@b.c\n",
                false);
        assertEquals(Map.of("from", "the payer of it", "to", "mail a@b.c"), doc.params());
    }

    @Test
    void comment_inMarkdown_losesItsMarks() {
        assertEquals(
                new Doc(
                        "Shows `".replace("`", "") + "x and a link in bold.",
                        "Next.",
                        Map.of("a", "the b")),
                DocReader.read(
                        "Shows `x` and [a link][List] in **bold**.\n\nNext.\n\n@param a the `b`",
                        true));
    }

    @Test
    void comment_missing_isNoDoc() {
        assertEquals(Doc.NONE, DocReader.read(null, false));
    }
}

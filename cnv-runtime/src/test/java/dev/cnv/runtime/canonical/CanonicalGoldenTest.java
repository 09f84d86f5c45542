package dev.cnv.runtime.canonical;

import dev.cnv.testing.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The one form of texts, byte for byte, and which are refused. {@code strict-json.in} has a text per
 * line; {@code strict-json.out} has the canonical form or {@code refused} in the same line.
 */
class CanonicalGoldenTest {

    @Test
    void parseAndText_eachLine_isTheseBytes() throws IOException {
        StringBuilder out = new StringBuilder();
        List<String> lines = Files.readAllLines(GoldenFile.file(getClass(), "strict-json.in"));
        for (String line : lines) {
            out.append(outcome(line)).append('\n');
        }
        GoldenFile.assertMatches(getClass(), "strict-json.out", out.toString());
    }

    private static String outcome(String text) {
        try {
            var value = StrictJson.parse(text);
            return CanonicalJson.digest(value).shortHex() + " " + CanonicalJson.text(value);
        } catch (JsonRefusedException _) {
            return "refused";
        }
    }
}

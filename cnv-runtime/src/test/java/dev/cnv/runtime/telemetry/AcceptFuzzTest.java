package dev.cnv.runtime.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Headers of any bytes. */
class AcceptFuzzTest {

    private static final String[] PIECES = {
        "text/plain",
        "text/csv",
        "application/json",
        "*/*",
        ";",
        ",",
        "q",
        "=",
        "0.5",
        "1",
        "q=",
        " ",
        "q=0.999",
        "\t",
        "\u00e9",
        "x"
    };

    @Test
    void accept_ofAnyText_isReadWithoutAnException() {
        Random random = new Random(17);
        for (int i = 0; i < Integer.getInteger("cnv.property.cases", 10_000); i++) {
            StringBuilder text = new StringBuilder();
            for (int k = random.nextInt(20); k > 0; k--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            Optional<ExpositionFormat> found = ExpositionFormat.accepted(text.toString());
            assertNotNull(found);
            if (!text.toString().isBlank()) {
                // What is found is found again when the header is said twice.
                assertEquals(found, ExpositionFormat.accepted(text + "," + text), text.toString());
            }
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            assertNotNull(
                    ExpositionFormat.accepted(new String(bytes, StandardCharsets.ISO_8859_1)));
        }
    }
}

package dev.cnv.processor.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.StrictJson;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The processor writes JSON as the runtime does. */
class JsonTest {

    private static final Object VALUE = Map.of(
            "b",
                    List.of(
                            1,
                            -2,
                            true,
                            false,
                            Json.NULL,
                            new BigDecimal("1.500"),
                            new BigDecimal("0.00"),
                            new BigDecimal("1e3")),
            "a",
                    Map.of(
                            "é",
                            "\"\\\b\f\n\r\t\u0001 \u2028 \ud83d\ude00",
                            "B",
                            Map.of(),
                            "~",
                            List.of()),
            "$", "x");

    @Test
    void value_written_hasTheRuntimesForm() {
        String text = Json.canonical(VALUE);
        assertEquals(CanonicalJson.text(StrictJson.parse(text)), text);
        assertEquals(CanonicalJson.digest(StrictJson.parse(text)).hex(), Json.digest(VALUE));
    }

    @Test
    void value_ofAnotherType_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> Json.canonical(1.5));
    }
}

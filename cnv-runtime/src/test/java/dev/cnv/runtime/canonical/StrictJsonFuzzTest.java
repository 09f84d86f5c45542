package dev.cnv.runtime.canonical;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cnv.testing.Property;
import org.junit.jupiter.api.Test;

/** Broken text is refused with one exception, and what is read has a canonical form that reads the same. */
class StrictJsonFuzzTest {

    private static final String PIECES = "{}[]:,\"\\ud8090e+-.truefalsn aA\u00e9";

    @Test
    void parse_anyText_isRefusedOrHasACanonicalForm() {
        Property.named("strict-json-fuzz").check(draws -> draws.text(40, PIECES), text -> {
            String canonical;
            try {
                canonical = CanonicalJson.text(StrictJson.parse(text));
            } catch (JsonRefusedException _) {
                return;
            }
            assertEquals(canonical, CanonicalJson.text(StrictJson.parse(canonical)));
        });
    }
}

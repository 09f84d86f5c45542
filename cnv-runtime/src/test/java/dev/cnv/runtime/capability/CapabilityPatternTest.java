package dev.cnv.runtime.capability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilityPatternTest {

    @ParameterizedTest
    @CsvSource({
        "**, account.transfer, true",
        "**, a.b.c.d.e.f.g.h, true",
        "account.transfer, account.transfer, true",
        "account.transfer, account.transfer-all, false",
        "account.*, account.transfer, true",
        "account.*, account.card.block, false",
        "account.**, account.transfer, true",
        "account.**, account.card.block, true",
        "account.**, accounts.transfer, false",
        "*.transfer, account.transfer, true",
        "*.transfer, account.card.transfer, false",
        "*.*, account.transfer, true",
        "a.*.c, a.b.c, true",
        "a.*.c, a.b.d, false",
        "a.b.c.d.e.f.g.**, a.b.c.d.e.f.g.h, true",
        "a.b.c.d.e.f.g.**, a.b.c.d.e.f.g, false"
    })
    void matches_pattern_holdsExactlyItsIds(String pattern, String id, boolean held) {
        assertEquals(held, new CapabilityPattern(pattern).matches(new CapabilityId(id)));
    }

    /** A pattern that can hold nothing is a mistake: a deny by it would never apply. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "account",
                "*",
                "**.transfer",
                "account.**.x",
                "account*",
                "account.tr*",
                "***",
                "a.b.c.d.e.f.g.h.**",
                "a.b.c.d.e.f.g.h.i",
                "Account.*",
                "account.*\n",
                "account..*"
            })
    void constructor_malformedOrEmptySet_isRefused(String text) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> new CapabilityPattern(text));
        assertTrue(e.getMessage().contains("pattern=" + text), e.getMessage());
    }

    @Test
    void all_includesEveryPattern() {
        assertTrue(CapabilityPattern.ALL.includes(new CapabilityPattern("*.**")));
        assertTrue(new CapabilityPattern("*.**").includes(CapabilityPattern.ALL));
        assertTrue(CapabilityPattern.ALL.includes(CapabilityPattern.ALL));
    }
}

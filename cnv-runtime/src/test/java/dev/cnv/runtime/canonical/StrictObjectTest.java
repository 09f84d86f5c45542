package dev.cnv.runtime.canonical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictObjectTest {

    @Test
    void members_wellFormed_areRead() {
        StrictObject object =
                object("{\"t\":\"x\",\"n\":5,\"b\":true,\"e\":\"SECONDS\",\"a\":[1,2]}");
        assertEquals("x", object.text("t", 1));
        assertEquals(5, object.integer("n", 5, 5));
        assertEquals(TimeUnit.SECONDS, object.choice("e", TimeUnit.class));
        assertEquals(2, object.array("a", 2).size());
        object.mark("b");
        assertEquals("o.t", object.at("t"));
    }

    @Test
    void member_unknown_isRefusedByName() {
        refused("o has the unknown member zz", () -> object("{\"zz\":1}"));
        refused("o is no object", () -> object("[1]"));
    }

    @Test
    void tagged_notOneMember_isRefused() {
        assertEquals(
                "t",
                StrictObject.tagged("o", StrictJson.parse("{\"t\":1}"), Set.of("t", "n"))
                        .tag());
        refused(
                "o has 0 members",
                () -> StrictObject.tagged("o", StrictJson.parse("{}"), Set.of("t", "n")));
        refused(
                "o has 2 members",
                () -> StrictObject.tagged(
                        "o", StrictJson.parse("{\"t\":1,\"n\":1}"), Set.of("t", "n")));
    }

    @Test
    void text_missingTooLongOrOther_isRefused() {
        refused("o.t is missing", () -> object("{}").text("t", 9));
        refused(
                "o.t has 3 characters, more than 2",
                () -> object("{\"t\":\"xyz\"}").text("t", 2));
        refused("o.t is no text", () -> object("{\"t\":5}").text("t", 9));
        refused("o.t is no text", () -> object("{\"t\":null}").text("t", 9));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5.0", "1e0", "\"5\"", "null", "9223372036854775808", "4", "11"})
    void integer_otherTypeOrOutOfRange_isRefused(String value) {
        assertThrows(
                JsonRefusedException.class,
                () -> object("{\"n\":" + value + "}").integer("n", 5, 10));
    }

    @Test
    void choiceArrayMark_malformed_areRefused() {
        assertThrows(
                JsonRefusedException.class,
                () -> object("{\"e\":\"seconds\"}").choice("e", TimeUnit.class));
        refused("o.a is no array", () -> object("{\"a\":{}}").array("a", 2));
        refused(
                "o.a has 3 elements, more than 2",
                () -> object("{\"a\":[1,2,3]}").array("a", 2));
        refused("o.b is not true", () -> object("{\"b\":false}").mark("b"));
        refused("o.b is not true", () -> object("{\"b\":\"true\"}").mark("b"));
    }

    private static StrictObject object(String text) {
        return StrictObject.of("o", StrictJson.parse(text), Set.of("t", "n", "b", "e", "a"));
    }

    private static void refused(String message, Executable reading) {
        JsonRefusedException e = assertThrows(JsonRefusedException.class, reading);
        assertTrue(String.valueOf(e.getMessage()).startsWith(message), e.getMessage());
    }
}

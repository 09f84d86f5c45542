package dev.cnv.runtime.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.VerbDescriptor;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class RedactionTest {

    private static final VerbDescriptor VERB = Samples.verb(
            ParameterDescriptor.required("user", ValueType.TEXT, ""),
            ParameterDescriptor.required("password", ValueType.TEXT, "").secret());

    private final ObjectNode arguments =
            (ObjectNode) StrictJson.parse("{\"user\":\"ann\",\"password\":\"hunter2\"}");

    @Test
    void redact_sensitiveValue_becomesASaltedDigestOfItsCanonicalBytes() {
        JsonNode shown =
                Redaction.redact(VERB, arguments, new SplittableRandom(1)).get("password");
        byte[] salt = Base64.getDecoder().decode(shown.get("salt").stringValue());
        assertEquals(16, salt.length);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(salt);
        bytes.writeBytes("\"hunter2\"".getBytes(StandardCharsets.UTF_8));
        assertEquals(
                Digest.of(bytes.toByteArray()).hex(), shown.get("commitment").stringValue());
    }

    @Test
    void redact_sameValueTwice_hasAnotherSaltAndCommitment() {
        SplittableRandom random = new SplittableRandom(1);
        JsonNode one = Redaction.redact(VERB, arguments, random).get("password");
        JsonNode other = Redaction.redact(VERB, arguments, random).get("password");
        assertNotEquals(one.get("salt"), other.get("salt"));
        assertNotEquals(one.get("commitment"), other.get("commitment"));
    }

    @Test
    void redact_openValue_staysAndTheArgumentsAreNotChanged() {
        ObjectNode before = arguments.deepCopy();
        assertEquals(
                "ann",
                Redaction.redact(VERB, arguments, new SplittableRandom(1))
                        .get("user")
                        .stringValue());
        assertEquals(before, arguments);
    }

    @Test
    void redact_argumentThatTheVerbDoesNotHave_countsAsSensitive() {
        ObjectNode mistyped = JsonNodeFactory.instance.objectNode().put("pasword", "hunter2");
        assertFalse(Redaction.redact(VERB, mistyped, new SplittableRandom(1))
                .toString()
                .contains("hunter2"));
        assertEquals("{\"pasword\":\"***\"}", Redaction.mask(VERB, mistyped).toString());
    }

    @Test
    void redact_valueWithoutCanonicalForm_isHiddenWhole() {
        ObjectNode odd = JsonNodeFactory.instance
                .objectNode()
                .put("user", "\ud800")
                .put("password", Double.NaN);
        assertEquals(
                "{\"user\":\"***\",\"password\":\"***\"}",
                Redaction.redact(VERB, odd, new SplittableRandom(1)).toString());
    }

    @Test
    void mask_sensitiveValue_becomesStars() {
        assertEquals(
                "{\"user\":\"ann\",\"password\":\"***\"}",
                Redaction.mask(VERB, arguments).toString());
    }

    @Test
    void commits_anotherValueOrNoCommitment_isFalse() {
        JsonNode shown =
                Redaction.redact(VERB, arguments, new SplittableRandom(1)).get("password");
        assertTrue(Redaction.commits(shown, StrictJson.parse("\"hunter2\"")));
        assertFalse(Redaction.commits(shown, StrictJson.parse("\"hunter3\"")));
        assertFalse(Redaction.commits(shown, JsonNodeFactory.instance.numberNode(Double.NaN)));
        assertFalse(Redaction.commits(StrictJson.parse("{}"), StrictJson.parse("1")));
        assertFalse(Redaction.commits(
                StrictJson.parse("{\"salt\":1,\"commitment\":2}"), StrictJson.parse("1")));
        assertFalse(Redaction.commits(StrictJson.parse("\"***\""), StrictJson.parse("1")));
    }
}

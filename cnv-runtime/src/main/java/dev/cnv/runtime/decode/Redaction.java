package dev.cnv.runtime.decode;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.VerbDescriptor;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes sensitive values out of arguments, for the ledger and for people.
 *
 * <p>An argument that the verb does not have counts as sensitive: a mistyped name must not bring a
 * secret into the log.
 *
 * <p><b>Threading:</b> stateless.
 */
public final class Redaction {

    /** The length of a commitment's salt, in bytes. */
    public static final int SALT_BYTES = 16;

    private static final String SALT = "salt";
    private static final String COMMITMENT = "commitment";

    private Redaction() {}

    /**
     * Replaces each sensitive value by a commitment to it: an object with {@code salt}, base64 of 16
     * bytes, and {@code commitment}, the hexadecimal SHA-256 of the salt's bytes followed by the
     * value's canonical bytes. Who knows the value can show that it was this one; nobody can guess it
     * from the salt alone without trying values.
     *
     * <p>A value without canonical form, which no accepted call has, becomes {@code ***}.
     *
     * @param verb the verb
     * @param arguments the arguments, which may be any object; they are not changed
     * @param random where salts come from; a {@link java.security.SecureRandom} wherever it matters
     * @return a new object with the same members in the same order
     */
    public static ObjectNode redact(
            VerbDescriptor verb, ObjectNode arguments, RandomGenerator random) {
        return replaced(verb, arguments, value -> commitment(value, random));
    }

    /**
     * Replaces each sensitive value by {@code ***}.
     *
     * @param verb the verb
     * @param arguments the arguments, which may be any object; they are not changed
     * @return a new object with the same members in the same order
     */
    public static ObjectNode mask(VerbDescriptor verb, ObjectNode arguments) {
        return replaced(verb, arguments, _ -> hidden());
    }

    /**
     * Says whether a commitment is to a value.
     *
     * @param commitment what {@link #redact} put in the value's place
     * @param value the value, in normal form
     * @return true if it is; false if it is not, or is no commitment
     */
    public static boolean commits(JsonNode commitment, JsonNode value) {
        JsonNode salt = commitment.get(SALT);
        JsonNode digest = commitment.get(COMMITMENT);
        if (salt == null || digest == null || !salt.isString() || !digest.isString()) {
            return false;
        }
        return ScalarForms.bytes(salt.stringValue())
                .flatMap(bytes -> canonical(value).map(canonical -> digest(bytes, canonical)))
                .filter(actual -> actual.hex().equals(digest.stringValue()))
                .isPresent();
    }

    /**
     * Says whether a value has the form of a commitment; a value in clear may have it too.
     *
     * @param value what is in a value's place
     * @return true if it has
     */
    public static boolean isCommitment(JsonNode value) {
        return value.size() == 2 && value.has(SALT) && value.has(COMMITMENT);
    }

    private static ObjectNode replaced(
            VerbDescriptor verb, ObjectNode arguments, UnaryOperator<JsonNode> replacement) {
        ObjectNode result = new ObjectNode(
                JsonNodeFactory.instance, LinkedHashMap.newLinkedHashMap(arguments.size()));
        for (Map.Entry<String, JsonNode> argument : arguments.properties()) {
            String name = argument.getKey();
            JsonNode value = argument.getValue();
            boolean open = verb.parameter(name)
                    .map(parameter -> !parameter.sensitive())
                    .orElse(false);
            JsonNode shown =
                    open && CanonicalJson.has(value) ? value.deepCopy() : replacement.apply(value);
            result.set(ScalarForms.wellFormed(name) ? name : Display.name(name), shown);
        }
        return result;
    }

    private static JsonNode commitment(JsonNode value, RandomGenerator random) {
        Optional<byte[]> canonical = canonical(value);
        if (canonical.isEmpty()) {
            return hidden();
        }
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return JsonNodeFactory.instance
                .objectNode()
                .put(SALT, Base64.getEncoder().encodeToString(salt))
                .put(COMMITMENT, digest(salt, canonical.get()).hex());
    }

    private static Optional<byte[]> canonical(JsonNode value) {
        try {
            return Optional.of(CanonicalJson.bytes(value));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Digest digest(byte[] salt, byte[] canonical) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(salt.length + canonical.length);
        bytes.writeBytes(salt);
        bytes.writeBytes(canonical);
        return Digest.of(bytes.toByteArray());
    }

    private static JsonNode hidden() {
        return JsonNodeFactory.instance.stringNode(Display.HIDDEN);
    }
}

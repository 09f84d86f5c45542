package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.identity.Agent;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.outcome.Reason;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The values of an event's members, taken from a stream of tokens. What {@link Members} would refuse, or
 * read in another way, is a {@link RuntimeException} here: whoever asked reads the line as a tree then, and
 * finds out what is wrong.
 *
 * <p><b>Threading:</b> one thread; remembers texts that it has seen.
 */
final class MemberParser {

    /** Deep enough for what verbs take; what is deeper is read as a tree. */
    private static final int MAX_DEPTH = 32;

    private static final int MAX_DIGITS = 100;
    private static final int REMEMBERED_COUNT = 1 << 10;
    private static final int MAX_REMEMBERED_LENGTH = 128;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .recyclerPool(JsonRecyclerPools.threadLocalPool())
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(LedgerDescriptor.MAX_LINE_BYTES)
                            .maxNumberLength(MAX_DIGITS)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Map<String, Reason> REASONS = Arrays.stream(Reason.values())
            .collect(Collectors.toUnmodifiableMap(Reason::code, Function.identity()));

    private final String[] remembered = new String[REMEMBERED_COUNT];
    private final Digest[] digests = new Digest[REMEMBERED_COUNT];
    private final AgentId[] agents = new AgentId[REMEMBERED_COUNT];
    private final InstantParser instants = new InstantParser();
    private JsonParser json = MAPPER.createParser("");

    MemberParser() {
        Arrays.fill(remembered, "");
        Arrays.fill(digests, Digest.of(""));
        Arrays.fill(agents, Agent.ANONYMOUS.id());
    }

    /** Begins a line's event. */
    void begin(byte[] buffer, int offset, int length) {
        json.close();
        json = MAPPER.createParser(buffer, offset, length);
        token(JsonToken.START_OBJECT);
    }

    /** Begins a line's event that is not all ASCII. */
    void begin(String event) {
        json.close();
        json = MAPPER.createParser(event);
        token(JsonToken.START_OBJECT);
    }

    /** Ends a line's event, behind its last member. */
    void end() {
        if (json.nextToken() != null) {
            throw new IllegalArgumentException("there is more behind the event");
        }
    }

    /** {@return the name of the next member; empty at the end of the object} */
    String name() {
        String name = json.nextName();
        if (name != null) {
            return name;
        }
        require(JsonToken.END_OBJECT);
        return "";
    }

    /** Begins an object that is a member's value. */
    void object() {
        token(JsonToken.START_OBJECT);
    }

    /** Begins an array that is a member's value. */
    void array() {
        token(JsonToken.START_ARRAY);
    }

    /** {@return whether there is one more object in the array} */
    boolean hasObject() {
        if (json.nextToken() == JsonToken.END_ARRAY) {
            return false;
        }
        require(JsonToken.START_OBJECT);
        return true;
    }

    /** A text that is hardly ever the same. */
    String text() {
        token(JsonToken.VALUE_STRING);
        return json.getString();
    }

    /** A text that is often one that was there before. */
    String usualText() {
        token(JsonToken.VALUE_STRING);
        return remembered();
    }

    Digest digest() {
        return new Digest(text());
    }

    /** A digest that is often one that was there before. */
    Digest usualDigest() {
        String hex = usualText();
        int slot = slot(hex.hashCode());
        Digest known = digests[slot];
        if (!known.hex().equals(hex)) {
            known = new Digest(hex);
            digests[slot] = known;
        }
        return known;
    }

    /** An agent that is often one that was there before. */
    AgentId agent() {
        String name = usualText();
        int slot = slot(name.hashCode());
        AgentId known = agents[slot];
        if (!known.value().equals(name)) {
            known = new AgentId(name);
            agents[slot] = known;
        }
        return known;
    }

    Instant instant() {
        String text = text();
        try {
            return instants.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("instant=" + text, e);
        }
    }

    UUID uuid() {
        String text = text();
        UUID uuid = UUID.fromString(text);
        if (!uuid.toString().equals(text)) {
            throw new IllegalArgumentException("uuid=" + text + " is not in its one form");
        }
        return uuid;
    }

    boolean bool() {
        JsonToken token = json.nextToken();
        if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return token == JsonToken.VALUE_TRUE;
        }
        throw new IllegalArgumentException("token=" + token + " is no boolean");
    }

    int int32() {
        token(JsonToken.VALUE_NUMBER_INT);
        return json.getIntValue();
    }

    long int64() {
        token(JsonToken.VALUE_NUMBER_INT);
        return json.getLongValue();
    }

    Reason reason() {
        Reason reason = REASONS.get(usualText());
        if (reason == null) {
            throw new IllegalArgumentException("the reason is unknown");
        }
        return reason;
    }

    List<String> texts() {
        array();
        List<String> texts = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            require(JsonToken.VALUE_STRING);
            texts.add(remembered());
        }
        return texts;
    }

    List<String> nonEmptyTexts() {
        List<String> texts = texts();
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("the array is empty");
        }
        return texts;
    }

    Map<String, String> nonEmptyMap() {
        object();
        Map<String, String> map = new TreeMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            if (map.put(name, usualText()) != null) {
                throw new IllegalArgumentException("member=" + name + " is there twice");
            }
        }
        if (map.isEmpty()) {
            throw new IllegalArgumentException("the object is empty");
        }
        return map;
    }

    /** An object as it is. */
    ObjectNode tree() {
        token(JsonToken.START_OBJECT);
        ObjectNode tree = (ObjectNode) MAPPER.readTree(json);
        requireShortNumbers(tree);
        return tree;
    }

    private static void requireShortNumbers(JsonNode value) {
        if (value.isBigDecimal() && Math.abs((long) value.decimalValue().scale()) > MAX_DIGITS) {
            throw new IllegalArgumentException("a number has many digits");
        }
        if (value.isContainer()) {
            for (JsonNode child : value) {
                requireShortNumbers(child);
            }
        }
    }

    private String remembered() {
        int length = json.getStringLength();
        if (length > MAX_REMEMBERED_LENGTH) {
            return json.getString();
        }
        char[] characters = json.getStringCharacters();
        int from = json.getStringOffset();
        int hash = 0;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + characters[i];
        }
        int slot = slot(hash);
        String known = remembered[slot];
        if (!isEqual(known, characters, from, length)) {
            known = new String(characters, from, length);
            remembered[slot] = known;
        }
        return known;
    }

    private static boolean isEqual(String known, char[] characters, int from, int length) {
        if (known.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (known.charAt(i) != characters[from + i]) {
                return false;
            }
        }
        return true;
    }

    private static int slot(int hash) {
        return (hash ^ hash >>> 16) & REMEMBERED_COUNT - 1;
    }

    private void token(JsonToken wanted) {
        json.nextToken();
        require(wanted);
    }

    private void require(JsonToken wanted) {
        if (json.currentToken() != wanted) {
            throw new IllegalArgumentException(
                    "token=" + json.currentToken() + " is not " + wanted);
        }
    }
}

package dev.cnv.audit.query;

import dev.cnv.annotations.Effect;
import dev.cnv.annotations.EffectBoundary;
import dev.cnv.runtime.governance.EventJson;
import dev.cnv.runtime.governance.LedgerEvent;
import dev.cnv.runtime.governance.LedgerException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event that a query found, with the line that it was read from. The line's checksum was checked when
 * it was read; the event in it is read when it is asked for.
 *
 * <p><b>Threading:</b> immutable.
 */
@SuppressWarnings(
        "EnumOrdinal") // A field is a slot of an array in this process; no ordinal is kept.
public final class EventHit {

    private static final JsonMapper MAPPER = JsonMapper.builder(LineFacts.JSON)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final long index;
    private final String type;
    private final @Nullable String[] values;
    private final byte[] line;

    /**
     * Takes a line.
     *
     * @param facts what was read of it, for this moment
     * @param line its bytes, which are not copied
     */
    EventHit(LineFacts facts, byte[] line) {
        this.index = facts.index();
        this.type = facts.type();
        this.values = facts.copyOfValues();
        this.line = line;
    }

    /** {@return the event's place in the ledger} */
    public long index() {
        return index;
    }

    /** {@return the name of the event's type} */
    public String type() {
        return type;
    }

    /**
     * What the event can be chosen by.
     *
     * @param field a field
     * @return its value; empty when the event has none
     */
    public Optional<String> value(EventField field) {
        return Optional.ofNullable(values[field.ordinal()]);
    }

    /** {@return how many bytes the line has, with its line feed} */
    public int lineBytes() {
        return line.length + 1;
    }

    /** {@return a copy of the line's bytes, without its line feed} */
    public byte[] line() {
        return line.clone();
    }

    /**
     * The event's members as they are.
     *
     * @return a new object
     * @throws LedgerException when the line has no such object
     */
    public ObjectNode members() {
        try {
            JsonNode read = MAPPER.readTree(line);
            if (read.path("event") instanceof ObjectNode members) {
                return members;
            }
        } catch (JacksonException e) {
            throw new LedgerException(
                    "record=" + index + " cannot be read: " + e.getOriginalMessage(), e);
        }
        throw new LedgerException("record=" + index + " has no event", null);
    }

    /**
     * The event.
     *
     * @return the event, read strictly
     * @throws LedgerException when its members are not those of its type
     */
    @EffectBoundary(
            value = Effect.READ_ONLY,
            reason = "reading takes members off a list of its own")
    public LedgerEvent event() {
        try {
            return EventJson.read(type, members());
        } catch (IllegalArgumentException e) {
            throw new LedgerException(
                    "record=" + index + " type=" + type + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** {@return when it happened; empty when the event does not say} */
    public Optional<Instant> time() {
        try {
            return Optional.of(Instant.parse(members().path("time").asString("")));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "EventHit[index=" + index + ", type=" + type + "]";
    }
}

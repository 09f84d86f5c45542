package dev.cnv.audit.query;

import dev.cnv.runtime.governance.LedgerDescriptor;
import dev.cnv.runtime.governance.LedgerException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * What events are chosen by, taken out of a line without reading the rest of it. One object is used for
 * many lines, one after the other.
 *
 * <p>A member that has not the form that is expected counts as missing: events of types that this version
 * does not know may have members of the same names.
 *
 * <p><b>Threading:</b> for one thread.
 */
@SuppressWarnings(
        "EnumOrdinal") // A field is a slot of an array in this process; no ordinal is kept.
final class LineFacts {

    /** How lines are read. */
    static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(LedgerDescriptor.MAX_ARGUMENT_DEPTH + 8)
                    .maxStringLength(LedgerDescriptor.MAX_LINE_BYTES)
                    .maxNumberLength(1_000)
                    .build())
            .build();

    private final @Nullable String[] values = new @Nullable String[EventField.values().length];
    private long index;
    private boolean timed;
    private long timeNanos;

    /**
     * Reads a line.
     *
     * @throws LedgerException when it is no JSON object with an index and a type
     */
    void read(byte[] buffer, int offset, int length) {
        Arrays.fill(values, null);
        index = -1;
        timed = false;
        try (JsonParser in = JSON.createParser(ObjectReadContext.empty(), buffer, offset, length)) {
            require(in.nextToken() == JsonToken.START_OBJECT);
            while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                envelope(in);
            }
            require(in.currentToken() == JsonToken.END_OBJECT && in.nextToken() == null);
        } catch (JacksonException e) {
            throw new LedgerException(
                    "a line with a good checksum is not JSON: " + e.getOriginalMessage(), e);
        }
        require(index >= 0 && values[EventField.TYPE.ordinal()] != null);
        if (!EventField.DECISION_TYPE.equals(values[EventField.TYPE.ordinal()])) {
            values[EventField.DECISION.ordinal()] = null;
        }
    }

    /** {@return the line's index} */
    long index() {
        return index;
    }

    /** {@return the name of the event's type} */
    String type() {
        String type = values[EventField.TYPE.ordinal()];
        return type == null ? "" : type;
    }

    /** {@return the value; null when the event has none, or an empty one} */
    @Nullable String value(EventField field) {
        return values[field.ordinal()];
    }

    /** {@return all values, by the fields' order} */
    @Nullable String[] copyOfValues() {
        return values.clone();
    }

    /** Whether the event says when it happened. */
    boolean timed() {
        return timed;
    }

    /** {@return when it happened, as {@link InstantNanos} counts} */
    long timeNanos() {
        return timeNanos;
    }

    private void envelope(JsonParser in) {
        String name = in.currentName();
        JsonToken value = in.nextToken();
        switch (name) {
            case "event" -> {
                require(value == JsonToken.START_OBJECT);
                while (in.nextToken() == JsonToken.PROPERTY_NAME) {
                    member(in);
                }
            }
            case "index" -> {
                require(value == JsonToken.VALUE_NUMBER_INT);
                index = in.getLongValue();
            }
            case "type" -> put(in, EventField.TYPE);
            default -> in.skipChildren();
        }
    }

    private void member(JsonParser in) {
        String name = in.currentName();
        JsonToken value = in.nextToken();
        switch (name) {
            case "agent" -> put(in, EventField.AGENT);
            case "tenant" -> put(in, EventField.TENANT);
            case "capability" -> put(in, EventField.CAPABILITY);
            case "correlation" -> put(in, EventField.CORRELATION);
            case "severity" -> put(in, EventField.SEVERITY);
            case "reason" -> put(in, EventField.REASON);
            case "status" -> put(in, EventField.STATUS);
            case "invocation" -> put(in, EventField.INVOCATION);
            case "permitted" -> putDecision(value);
            case "time" -> putTime(in, value);
            default -> in.skipChildren();
        }
    }

    private void put(JsonParser in, EventField field) {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            String text = in.getString();
            values[field.ordinal()] = text.isEmpty() ? null : text;
        } else {
            in.skipChildren();
        }
    }

    private void putDecision(JsonToken value) {
        values[EventField.DECISION.ordinal()] = switch (value) {
            case VALUE_TRUE -> EventField.PERMITTED;
            case VALUE_FALSE -> EventField.DENIED;
            default -> null;
        };
    }

    private void putTime(JsonParser in, JsonToken value) {
        if (value == JsonToken.VALUE_STRING) {
            Long nanos = InstantNanos.parse(in.getString());
            timed = nanos != null;
            timeNanos = nanos == null ? 0 : nanos;
        } else {
            in.skipChildren();
        }
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new LedgerException(
                    "a line with a good checksum is no record: it is not an object with an event, an index and a type",
                    null);
        }
    }
}

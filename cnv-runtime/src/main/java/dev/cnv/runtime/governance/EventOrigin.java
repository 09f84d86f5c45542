package dev.cnv.runtime.governance;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Who made an event happen, when, and as part of what: what every event says.
 *
 * @param id the event's own id
 * @param time when it happened
 * @param agent who made it happen; empty for the runtime itself
 * @param tenant whose data and quotas it touches; empty for none
 * @param correlation the id shared by all calls of one request; empty for an event of none
 * @param causation the id of the event that this one follows from
 * @param metadata further facts by name, sorted; not interpreted
 */
public record EventOrigin(
        UUID id,
        Instant time,
        String agent,
        String tenant,
        String correlation,
        Optional<UUID> causation,
        Map<String, String> metadata) {

    /** The most facts in {@code metadata}. */
    public static final int MAX_METADATA_COUNT = 32;

    /**
     * Copies and sorts the metadata.
     *
     * @throws IllegalArgumentException when there are more than {@value #MAX_METADATA_COUNT} facts
     */
    public EventOrigin {
        if (metadata.size() > MAX_METADATA_COUNT) {
            throw new IllegalArgumentException(
                    "metadataCount=" + metadata.size() + " is more than " + MAX_METADATA_COUNT);
        }
        metadata = metadata.isEmpty()
                ? Map.of()
                : Collections.unmodifiableMap(new TreeMap<>(metadata));
    }

    /**
     * This origin as one that follows from another event.
     *
     * @param event the other event's id
     * @return a new origin
     */
    public EventOrigin causedBy(UUID event) {
        return new EventOrigin(id, time, agent, tenant, correlation, Optional.of(event), metadata);
    }

    /**
     * This origin with one more fact.
     *
     * @param name the fact's name
     * @param value its value
     * @return a new origin
     * @throws IllegalArgumentException when there are more than {@value #MAX_METADATA_COUNT} facts
     */
    public EventOrigin with(String name, String value) {
        Map<String, String> more = new TreeMap<>(metadata);
        more.put(name, value);
        return new EventOrigin(id, time, agent, tenant, correlation, causation, more);
    }
}

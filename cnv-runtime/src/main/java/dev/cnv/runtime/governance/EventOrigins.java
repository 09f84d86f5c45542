package dev.cnv.runtime.governance;

import dev.cnv.runtime.identity.RandomIds;
import dev.cnv.runtime.time.Time;
import java.util.Map;
import java.util.Optional;

/**
 * Begins events: gives each an id of its own and the time.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 *
 * @param time the source of time
 * @param ids the source of ids
 */
public record EventOrigins(Time time, RandomIds ids) {

    /**
     * An event that the runtime itself makes happen.
     *
     * @return its origin: now, by nobody else
     */
    public EventOrigin own() {
        return by("");
    }

    /**
     * An event that belongs to no request.
     *
     * @param agent who makes it happen
     * @return its origin
     */
    public EventOrigin by(String agent) {
        return of(agent, "", "");
    }

    /**
     * An event.
     *
     * @param agent who makes it happen
     * @param tenant whose data and quotas it touches
     * @param correlation the request that it belongs to
     * @return its origin
     */
    public EventOrigin of(String agent, String tenant, String correlation) {
        return new EventOrigin(
                ids.next(), time.now(), agent, tenant, correlation, Optional.empty(), Map.of());
    }
}

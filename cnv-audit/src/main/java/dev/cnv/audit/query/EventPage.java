package dev.cnv.audit.query;

import java.util.List;
import java.util.Optional;

/**
 * Some of what a query found, in its order.
 *
 * @param hits the events
 * @param next the cursor with which the same query goes on behind them; empty when there was nothing more
 */
public record EventPage(List<EventHit> hits, Optional<String> next) {

    /** Copies the list. */
    public EventPage {
        hits = List.copyOf(hits);
    }
}

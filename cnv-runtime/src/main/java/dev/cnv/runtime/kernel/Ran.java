package dev.cnv.runtime.kernel;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a verb returned, for both kinds of callers.
 *
 * @param value the Java value; null for nothing, and absent with {@code fromLedger}
 * @param json the value as JSON; empty for a stream
 * @param fromLedger whether the outcome was read back from the ledger, so that only JSON is left
 */
record Ran(@Nullable Object value, Optional<JsonNode> json, boolean fromLedger) {}

/**
 * Calls as OpenTelemetry spans, and W3C trace context in and out of a runtime.
 *
 * <p>{@link dev.cnv.otel.CallTraces} makes spans, {@link dev.cnv.otel.TraceHeaders} carries
 * context.
 */
package dev.cnv.otel;

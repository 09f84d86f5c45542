/**
 * Metrics of a runtime, who may listen to its calls, and how both leave the process. The table of
 * all metrics is in docs/telemetry.md.
 *
 * <p>{@link dev.cnv.runtime.telemetry.Telemetry} is the door, {@link
 * dev.cnv.runtime.telemetry.MetricsEndpoint} shows it over HTTP.
 */
package dev.cnv.runtime.telemetry;

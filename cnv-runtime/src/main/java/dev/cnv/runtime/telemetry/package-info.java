/**
 * Metrics of a runtime, who may listen to its calls, and how both leave the process. The table of all
 * metrics is in docs/telemetry.md.
 */
package dev.cnv.runtime.telemetry;

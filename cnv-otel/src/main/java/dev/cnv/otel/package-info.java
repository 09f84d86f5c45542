/** Calls as OpenTelemetry spans, and W3C trace context in and out of a runtime. */
package dev.cnv.otel;

/**
 * OpenTelemetry beside CNV: calls as spans, W3C trace context in and out. Optional; nothing of CNV depends
 * on it.
 */
@org.jspecify.annotations.NullMarked
module dev.cnv.otel {
    requires transitive dev.cnv.runtime;
    requires transitive io.opentelemetry.api;
    requires io.opentelemetry.context;
    requires static org.jspecify;

    exports dev.cnv.otel;
}

/**
 * Micrometer beside CNV: the metrics of a runtime in an application's meter registry. Optional; nothing of
 * CNV depends on it.
 */
@org.jspecify.annotations.NullMarked
module dev.cnv.micrometer {
    requires transitive dev.cnv.runtime;
    requires transitive micrometer.core;
    requires static org.jspecify;

    exports dev.cnv.micrometer;
}

/** Fast verbs over accounts off the heap. */
module dev.cnv.examples.payments {
    requires transitive dev.cnv.hotpath;
    requires transitive dev.cnv.runtime;
    requires HdrHistogram;

    exports dev.cnv.examples.payments;
}

/** Fast verbs over accounts off the heap. */
module dev.cnv.examples.payments {
    requires transitive dev.cnv.hotpath;
    requires transitive dev.cnv.runtime;
    requires HdrHistogram;
    requires java.management;

    exports dev.cnv.examples.payments;
}

/** The data plane for verbs of the duration class FAST_PATH. So far it holds the layout of a frame. */
@org.jspecify.annotations.NullMarked
module dev.cnv.hotpath {
    requires transitive dev.cnv.runtime;
    requires static jdk.incubator.vector;
    requires static org.jspecify;

    exports dev.cnv.hotpath;
    exports dev.cnv.hotpath.hash;
    exports dev.cnv.hotpath.text;
}

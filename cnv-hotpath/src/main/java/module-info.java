/**
 * The data plane for verbs of the duration class FAST_PATH. It holds frames, rings and memory, the table
 * of grants that frames are checked against, the workers that run them, and the parser of text commands.
 */
@org.jspecify.annotations.NullMarked
module dev.cnv.hotpath {
    requires transitive dev.cnv.runtime;
    requires org.jctools.core;
    requires static jdk.incubator.vector;
    requires static org.jspecify;

    exports dev.cnv.hotpath;
    exports dev.cnv.hotpath.grant;
    exports dev.cnv.hotpath.memory;
    exports dev.cnv.hotpath.ring;
    exports dev.cnv.hotpath.hash;
    exports dev.cnv.hotpath.text;
    exports dev.cnv.hotpath.worker;
}

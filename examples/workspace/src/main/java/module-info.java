/** Verbs over a directory tree, confined to its root, and a demonstration that runs them. */
@org.jspecify.annotations.NullMarked
module dev.cnv.examples.workspace {
    requires transitive dev.cnv.runtime;

    exports dev.cnv.examples.workspace;

    provides dev.cnv.runtime.spi.VerbModule with
            dev.cnv.examples.workspace.DemoVerbs;
}

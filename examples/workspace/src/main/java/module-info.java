/** Verbs over a directory tree, confined to its root, and a demonstration that runs them. */
@org.jspecify.annotations.NullMarked
module dev.cnv.examples.workspace {
    requires transitive dev.cnv.runtime;

    exports dev.cnv.examples.workspace;
}

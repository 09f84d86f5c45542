/**
 * Decisions and delegations of another runtime: verbs that a runtime serves, and who asks them over the
 * wire protocol. Optional; nothing of CNV depends on it.
 */
@org.jspecify.annotations.NullMarked
module dev.cnv.remote {
    requires transitive dev.cnv.runtime;
    requires static org.jspecify;

    exports dev.cnv.remote.decision;
    exports dev.cnv.remote.delegation;
}

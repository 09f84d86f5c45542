/**
 * Cedar beside CNV: policies and schemas as Cedar text, and Cedar as a policy engine. Optional;
 * nothing of CNV depends on it.
 */
@org.jspecify.annotations.NullMarked
module dev.cnv.cedar {
    requires transitive dev.cnv.runtime;
    requires static org.jspecify;
    requires cedar.java;
    // cedar-java has no descriptor, so what it needs is required for it here.
    requires com.fasterxml.jackson.datatype.jdk8;
    requires com.google.common;

    exports dev.cnv.cedar;
}

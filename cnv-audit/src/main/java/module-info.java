/**
 * Questions to a ledger: queries, replay under another policy, comparison of policies, reports. It reads
 * ledgers and runs no verb.
 */
@org.jspecify.annotations.NullMarked
module dev.cnv.audit {
    requires transitive dev.cnv.runtime;
    requires java.logging;
    requires org.apache.lucene.core;

    exports dev.cnv.audit.query;
    exports dev.cnv.audit.report;
}

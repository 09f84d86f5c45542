/**
 * Questions to a ledger: queries, replay under another policy, comparison of policies, reports, drawings of
 * graphs. It reads ledgers and runs no verb.
 */
@org.jspecify.annotations.NullMarked
module dev.cnv.audit {
    requires transitive dev.cnv.runtime;
    requires java.logging;
    requires java.net.http;
    requires jdk.httpserver;
    requires org.apache.lucene.core;
    requires static org.apache.xmlgraphics.batik.svggen;
    requires static org.eclipse.elk.alg.layered;
    requires static org.eclipse.elk.core;
    requires static org.eclipse.elk.graph;
    requires static org.eclipse.emf.common;
    requires static org.eclipse.emf.ecore;
    requires static java.desktop;
    requires static xchart;
    requires static tools.aqua.turnkey.z3;

    exports dev.cnv.audit.difference;
    exports dev.cnv.audit.drawing;
    exports dev.cnv.audit.query;
    exports dev.cnv.audit.replay;
    exports dev.cnv.audit.report;
    exports dev.cnv.audit.witness;
}

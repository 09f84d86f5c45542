/**
 * The invocation kernel: certificates, contracts, policy, delegation, governance and the command
 * line. An application opens it with {@link dev.cnv.runtime.Cnv#builder()}.
 */
@org.jspecify.annotations.NullMarked
// The Prometheus client's jars have names as modules, but no descriptors: docs/decisions/0140.
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module dev.cnv.runtime {
    requires transitive dev.cnv.annotations;
    requires transitive io.prometheus.metrics.model;
    requires transitive java.net.http;
    requires transitive tools.jackson.databind;
    requires static transitive org.jspecify;
    requires info.picocli;
    requires io.prometheus.metrics.config;
    requires io.prometheus.metrics.core;
    requires io.prometheus.writer.text;
    requires java.management;
    requires jdk.httpserver;
    requires jdk.management;
    requires jdk.net;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;

    exports dev.cnv.runtime;
    exports dev.cnv.runtime.call;
    exports dev.cnv.runtime.canonical;
    exports dev.cnv.runtime.capability;
    exports dev.cnv.runtime.certificate;
    exports dev.cnv.runtime.cli;
    exports dev.cnv.runtime.contract;
    exports dev.cnv.runtime.crypto;
    exports dev.cnv.runtime.delegation;
    exports dev.cnv.runtime.endpoint;
    exports dev.cnv.runtime.governance;
    exports dev.cnv.runtime.graph;
    exports dev.cnv.runtime.identity;
    exports dev.cnv.runtime.lift;
    exports dev.cnv.runtime.outcome;
    exports dev.cnv.runtime.policy;
    exports dev.cnv.runtime.policy.remote;
    exports dev.cnv.runtime.policy.text;
    exports dev.cnv.runtime.protocol;
    exports dev.cnv.runtime.reach;
    exports dev.cnv.runtime.registry;
    exports dev.cnv.runtime.session;
    exports dev.cnv.runtime.spi;
    exports dev.cnv.runtime.stream;
    exports dev.cnv.runtime.swarm;
    exports dev.cnv.runtime.telemetry;
    exports dev.cnv.runtime.time;
    exports dev.cnv.runtime.tlog;

    uses dev.cnv.runtime.protocol.Compressor;
    uses dev.cnv.runtime.spi.VerbModule;
}

/** CNV and its peers in one run. Exports what the harness of JMH calls; run from the class path. */
module dev.cnv.benchmarks {
    requires biscuit;
    requires cedar.java;
    requires com.google.common;
    requires com.h2database.mvstore;
    requires com.lmax.disruptor;
    requires dev.cnv.annotations;
    requires dev.cnv.audit;
    requires dev.cnv.hotpath;
    requires dev.cnv.runtime;
    requires info.picocli;
    requires io.grpc;
    requires io.grpc.netty.shaded;
    requires io.grpc.stub;
    requires io.prometheus.metrics.core;
    requires java.compiler;
    requires java.management;
    requires java.sql;
    requires jcasbin;
    requires jcommander;
    requires jdk.management;
    requires jmacaroons;
    requires jmh.core;
    requires micrometer.core;
    requires org.agrona;
    requires org.apache.commons.cli;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.jgrapht.core;
    requires tools.jackson.databind;
    requires static org.jspecify;
}

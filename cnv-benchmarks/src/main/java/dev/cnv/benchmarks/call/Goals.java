package dev.cnv.benchmarks.call;

import static dev.cnv.benchmarks.call.Goal.allocatesNothing;
import static dev.cnv.benchmarks.call.Goal.atLeast;
import static dev.cnv.benchmarks.call.Goal.atMost;
import static dev.cnv.benchmarks.call.Goal.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The goals that are ratios of two benchmarks of one run, or a bound on one of them. */
final class Goals {

    private static final List<Goal> ALL = List.of(
            atLeast(
                    3,
                    "verify a cold chain of 3 links, authorise",
                    "ColdChainBenchmark.cnv",
                    "ColdChainBenchmark.biscuit",
                    "biscuit-java, 3 blocks"),
            atLeast(
                    3,
                    "the same with proof of possession",
                    "ColdChainBenchmark.cnvWithPossession",
                    "ColdChainBenchmark.biscuit",
                    "biscuit-java, which has none"),
            atLeast(
                    1,
                    "cached chain, HMAC checked and call allowed",
                    "CachedChainBenchmark.cnvVerifySessionProof",
                    "CachedChainBenchmark.macaroon",
                    "jmacaroons' verifier, 3 caveats"),
            atMost(
                    500,
                    "cached chain, HMAC checked and call allowed",
                    "CachedChainBenchmark.cnvVerifySessionProof"),
            atLeast(
                    1,
                    "the same with the caller's side, HMAC made too",
                    "CachedChainBenchmark.cnvWithSessionKey",
                    "CachedChainBenchmark.macaroon",
                    "jmacaroons' verifier, 3 caveats"),
            atMost(
                    500,
                    "the same with the caller's side, HMAC made too",
                    "CachedChainBenchmark.cnvWithSessionKey"),
            atMost(150, "cached verdict without possession", "CachedChainBenchmark.cnvVerdict"),
            atLeast(
                    20,
                    "one decision, 5 policies",
                    "DecisionBenchmark.cnvFive",
                    "DecisionBenchmark.casbinFourRules",
                    "jCasbin, 4 rules"),
            atLeast(
                    400,
                    "one decision, 5 policies",
                    "DecisionBenchmark.cnvFive",
                    "DecisionBenchmark.cedarFiveCached",
                    "cedar-java, cached"),
            atMost(100, "one decision, 5 policies", "DecisionBenchmark.cnvFive"),
            within(
                    1.2,
                    "5 policies beside 1,000 about other verbs",
                    "DecisionBenchmark.cnvFiveBesideThousand",
                    "DecisionBenchmark.cnvFive",
                    "5 policies alone"),
            atLeast(
                    20,
                    "5 policies beside 1,000 about other verbs",
                    "DecisionBenchmark.cnvFiveBesideThousand",
                    "DecisionBenchmark.casbinThousandRules",
                    "jCasbin, 1,000 rules"),
            within(
                    1.1,
                    "Ed25519 verify",
                    "Ed25519Benchmark.cnv",
                    "Ed25519Benchmark.bouncyCastle",
                    "Bouncy Castle"),
            atLeast(1, "Ed25519 verify", "Ed25519Benchmark.cnv", "Ed25519Benchmark.jdk", "the JDK"),
            within(
                    1.3,
                    "inclusion proof over 2^20 leaves",
                    "InclusionProofBenchmark.verify",
                    "InclusionProofBenchmark.plainSha256",
                    "plain SHA-256 of 20 nodes"),
            atMost(
                    10_000,
                    "remote call over TLS, many at once: 100,000 a second",
                    "EndpointBenchmark.cnv"),
            atMost(10_000, "the same over a Unix-domain socket", "EndpointBenchmark.cnvUnix"),
            atLeast(
                    2,
                    "remote call over TLS, many at once",
                    "EndpointBenchmark.cnv",
                    "EndpointBenchmark.grpcUnary",
                    "grpc-java unary, which decides and records nothing"),
            atMost(20, "header written and found", "ProtocolBenchmark.header"),
            allocatesNothing("header written and found", "ProtocolBenchmark.header"),
            atMost(10_000, "negotiation of two offers", "ProtocolBenchmark.negotiation"),
            atMost(10_000, "whole handshake in memory", "ProtocolBenchmark.handshake"),
            atMost(20, "count, 2 threads", "MetricUpdateBenchmark.cnvCounter"),
            atMost(20, "count and time, 2 threads", "MetricUpdateBenchmark.cnvCounterAndDuration"),
            within(
                    1,
                    "count and time, 2 threads",
                    "MetricUpdateBenchmark.cnvCounterAndDuration",
                    "MetricUpdateBenchmark.micrometerTimer",
                    "Micrometer's timer without percentiles"),
            within(
                    1,
                    "time a stage, clock included, 2 threads",
                    "MetricUpdateBenchmark.cnvStage",
                    "MetricUpdateBenchmark.micrometerTimerSample",
                    "Micrometer's timer, started and stopped"),
            within(
                    1.5,
                    "count, 2 threads",
                    "MetricUpdateBenchmark.cnvCounter",
                    "MetricUpdateBenchmark.micrometerCounter",
                    "Micrometer's counter"),
            within(
                    1,
                    "count and time, with percentiles, 2 threads",
                    "MetricUpdateBenchmark.cnvCounterAndDuration",
                    "MetricUpdateBenchmark.micrometerTimerWithPercentiles",
                    "Micrometer's timer"),
            atMost(
                    5_000_000,
                    "export 1,000 series as Prometheus text",
                    "ExportBenchmark.prometheus"),
            atMost(150, "move of a row, without a ledger", "TransitionBenchmark.row"),
            atMost(
                    500,
                    "event that an observer hears, 2 threads",
                    "TransitionBenchmark.observerEventTwoThreads"),
            atMost(
                    1_000,
                    "move with the event that an observer hears, no ledger, 2 threads",
                    "TransitionBenchmark.rowObservedTwoThreads"),
            // Missed by design (decision 0130): a disk's time is in it.
            atMost(
                    3_000,
                    "three moves, each with its event on disk first: 1,000 ns each",
                    "TransitionBenchmark.ledgerThreeMoves"));

    private Goals() {}

    /** {@return a row for each goal of a class's benchmarks of which both ran} */
    static List<List<String>> rows(String group, Map<String, Double> figures) {
        return Stream.concat(ALL.stream(), HotGoals.ALL.stream())
                .filter(goal -> goal.group().equals(group))
                .flatMap(goal -> goal.row(figures).stream())
                .toList();
    }
}

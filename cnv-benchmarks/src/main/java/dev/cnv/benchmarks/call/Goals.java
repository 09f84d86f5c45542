package dev.cnv.benchmarks.call;

import static dev.cnv.benchmarks.report.Report.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/** The goals that are ratios of two benchmarks of one run, or a bound on one of them. */
final class Goals {

    /** What the columns are. */
    static final List<String> HEAD = List.of("goal", "CNV, ns", "peer, ns", "peer / CNV", "");

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
            atMost(20, "count, 2 threads", "MetricUpdateBenchmark.cnvCounter"),
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
                    "ExportBenchmark.prometheus"));

    /** @param met of our time and the peer's; the peer's is our own where there is none */
    private record Goal(String text, String ours, String peer, BiPredicate<Double, Double> met) {}

    private Goals() {}

    /** {@return a row for each goal of which both benchmarks ran} */
    static List<List<String>> rows(Map<String, Double> nanos) {
        List<List<String>> rows = new ArrayList<>();
        for (Goal goal : ALL) {
            Double ours = nanos.get(goal.ours());
            Double peer = nanos.get(goal.peer());
            if (ours != null && peer != null) {
                boolean alone = goal.peer().equals(goal.ours());
                rows.add(List.of(
                        goal.text(),
                        figure(ours, 1),
                        alone ? "" : figure(peer, 1),
                        alone ? "" : figure(peer / ours, 2),
                        goal.met().test(ours, peer) ? "met" : "**missed**"));
            }
        }
        return rows;
    }

    private static Goal atLeast(double times, String what, String ours, String peer, String name) {
        String text = what + ": at least " + figure(times, 0) + " x faster than " + name;
        return new Goal(text, ours, peer, (a, b) -> b >= times * a);
    }

    private static Goal within(double times, String what, String ours, String peer, String name) {
        String text = what + ": within " + figure(times, 1) + " x of " + name;
        return new Goal(text, ours, peer, (a, b) -> a <= times * b);
    }

    private static Goal atMost(double nanos, String what, String ours) {
        String text = what + ": under " + figure(nanos, 0) + " ns";
        return new Goal(text, ours, ours, (a, _) -> a < nanos);
    }
}

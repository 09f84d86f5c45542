package dev.cnv.benchmarks.delegation;

import dev.cnv.runtime.delegation.AuthenticationResult;
import dev.cnv.runtime.delegation.Authority;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.PossessionProof;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.biscuitsec.biscuit.crypto.KeyPair;
import org.biscuitsec.biscuit.datalog.RunLimits;
import org.biscuitsec.biscuit.token.Authorizer;
import org.biscuitsec.biscuit.token.Biscuit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * From the bytes of a token that was never seen before to the answer whether one call is allowed: a
 * chain of three links, and a biscuit of three blocks which say the same.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ColdChainBenchmark {

    /** The usual number of facts and rounds, and more than the usual 5 ms, for slow machines. */
    private static final RunLimits LIMITS = new RunLimits(1000, 100, Duration.ofSeconds(5));

    private Links links;
    private byte[] proof;
    private KeyPair root;
    private byte[] biscuit;

    /** Makes both and checks that each allows the call and refuses another. */
    @Setup
    public void make() throws Exception {
        SecureRandom random = new SecureRandom();
        links = new Links(random);
        proof = PossessionProof.sign(
                        links.holder,
                        links.chain,
                        links.verb.id(),
                        links.digest,
                        "",
                        Links.NOW,
                        random)
                .bytes();
        root = new KeyPair(random);
        Biscuit first = Biscuit.builder(random, root)
                .add_authority_fact("right(\"file\", \"read\")")
                .add_authority_fact("right(\"file\", \"write\")")
                .build();
        Biscuit second =
                first.attenuate(first.create_block().add_check("check if operation(\"read\")"));
        Biscuit third = second.attenuate(second.create_block()
                .add_check("check if resource($path), $path.starts_with(\"docs/\")"));
        biscuit = third.serialize();
        require("cnv", cnv());
        require("cnv with possession", cnvWithPossession());
        require("biscuit", biscuit());
        require("biscuit, another path", !authorized("secret/b.txt"));
    }

    /** {@return whether the chain allows the call, whoever presents it} */
    @Benchmark
    public boolean cnv() {
        return links.allowed(Links.verifier(1, (_, _) -> true), Chain.ofBytes(links.bytes));
    }

    /** {@return whether the chain allows the call, and the caller has shown to have its key} */
    @Benchmark
    public boolean cnvWithPossession() {
        return Links.verifier(1, (_, _) -> true)
                                .authenticate(
                                        Chain.ofBytes(links.bytes),
                                        PossessionProof.ofBytes(proof),
                                        links.verb.id(),
                                        links.digest,
                                        links.trust,
                                        Links.NOW)
                        instanceof AuthenticationResult.Authenticated(Authority authority)
                && authority.check(links.verb, links.arguments).isEmpty();
    }

    /** {@return whether the biscuit allows the call; biscuits do not ask who presents them} */
    @Benchmark
    public boolean biscuit() throws Exception {
        return authorized("docs/a/b.txt");
    }

    private boolean authorized(String path) throws Exception {
        Authorizer authorizer = Biscuit.from_bytes(biscuit, root.public_key()).authorizer();
        authorizer.add_fact("resource(\"" + path + "\")");
        authorizer.add_fact("operation(\"read\")");
        authorizer.add_policy("allow if right(\"file\", \"read\")");
        try {
            return authorizer.authorize(LIMITS) == 0;
        } catch (org.biscuitsec.biscuit.error.Error _) {
            return false;
        }
    }

    private static void require(String peer, boolean condition) {
        if (!condition) {
            throw new IllegalStateException("peer=" + peer + " answers otherwise than it should");
        }
    }
}

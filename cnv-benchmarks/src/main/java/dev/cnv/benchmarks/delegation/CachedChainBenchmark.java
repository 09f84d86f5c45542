package dev.cnv.benchmarks.delegation;

import com.github.nitram509.jmacaroons.Macaroon;
import com.github.nitram509.jmacaroons.MacaroonsVerifier;
import dev.cnv.runtime.delegation.AuthenticationResult;
import dev.cnv.runtime.delegation.Authority;
import dev.cnv.runtime.delegation.ChainVerifier;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.SessionKey;
import dev.cnv.runtime.delegation.SessionProof;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Whether one call is allowed, by a chain of three links that was verified before, and by a macaroon
 * with three caveats.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CachedChainBenchmark {

    private final byte[] secret = new byte[32];

    private Links links;
    private ChainVerifier verifier;
    private SessionKey session;
    private Macaroon macaroon;

    /** Makes both and checks that each allows the call and refuses another. */
    @Setup
    public void make() {
        SecureRandom random = new SecureRandom();
        links = new Links(random);
        random.nextBytes(secret);
        verifier = Links.verifier(4096, (_, _) -> true);
        byte[] challenge = new byte[ChainVerifier.CHALLENGE_BYTES];
        random.nextBytes(challenge);
        Authority authority = authority(challenge);
        session = SessionKey.agree(authority, challenge, challenge.clone());
        macaroon = Macaroon.builder("https://example.test", secret, "alice")
                .addCaveat("noun = file")
                .addCaveat("verb = read")
                .addCaveat("path = docs/a/b.txt")
                .build();
        require(cnvVerdict() && cnvWithSessionKey() && macaroon() && !macaroon("docs/x"));
    }

    private Authority authority(byte[] challenge) {
        Credential held = new Credential.Held(links.chain, links.holder);
        return switch (verifier.authenticate(held, challenge, links.trust, Links.NOW)) {
            case AuthenticationResult.Authenticated(Authority authority) -> authority;
            case AuthenticationResult.Refused _, AuthenticationResult.Unproven _ ->
                throw new IllegalStateException("the chain does not hold");
        };
    }

    /** {@return whether the chain allows the call, whoever presents it} */
    @Benchmark
    public boolean cnvVerdict() {
        return links.allowed(verifier, links.chain);
    }

    /** {@return whether the caller has the session's key and the chain allows the call; both sides} */
    @Benchmark
    public boolean cnvWithSessionKey() {
        return proven(session.prove(links.verb.id(), links.digest, Links.NOW));
    }

    /**
     * The verifier's side of it alone, as the macaroon's verifier has it: proofs are made outside the
     * time that is measured, since each is good once. The bytes that are reported for this one include
     * those of making the proofs.
     *
     * @return whether the caller has the session's key and the chain allows the call, each time
     */
    @Benchmark
    @OperationsPerInvocation(Proofs.COUNT)
    public boolean cnvVerifySessionProof(Proofs proofs) {
        boolean all = true;
        for (SessionProof proof : proofs.fresh) {
            all &= proven(proof);
        }
        require(all);
        return all;
    }

    private boolean proven(SessionProof proof) {
        return session.check(proof, links.verb.id(), links.digest, Links.NOW).isEmpty()
                && links.allowed(verifier, links.chain);
    }

    /** Proofs that nobody has checked yet. */
    @State(Scope.Thread)
    public static class Proofs {

        /** So many that the clock's two readings do not count, and so few that they fit a cache. */
        static final int COUNT = 1024;

        private final SessionProof[] fresh = new SessionProof[COUNT];

        /** Makes new ones. */
        @Setup(Level.Invocation)
        public void make(CachedChainBenchmark caller) {
            for (int i = 0; i < COUNT; i++) {
                fresh[i] = caller.cnvProve();
            }
        }
    }

    /** {@return the caller's side of it alone} */
    @Benchmark
    public SessionProof cnvProve() {
        return session.prove(links.verb.id(), links.digest, Links.NOW);
    }

    /** {@return whether the macaroon allows the call} */
    @Benchmark
    public boolean macaroon() {
        return macaroon("docs/a/b.txt");
    }

    private boolean macaroon(String path) {
        return new MacaroonsVerifier(macaroon)
                .satisfyExact("noun = file")
                .satisfyExact("verb = read")
                .satisfyExact("path = " + path)
                .isValid(secret);
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalStateException("a peer answers otherwise than it should");
        }
    }
}

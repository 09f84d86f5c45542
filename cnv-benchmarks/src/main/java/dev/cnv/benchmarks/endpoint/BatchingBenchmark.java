package dev.cnv.benchmarks.endpoint;

import dev.cnv.benchmarks.call.DiscardingLedger;
import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.call.BatchCall;
import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.endpoint.Client;
import dev.cnv.runtime.endpoint.EndpointAddress;
import dev.cnv.runtime.endpoint.RemoteAnswer;
import dev.cnv.runtime.endpoint.RemoteOutcome;
import dev.cnv.runtime.endpoint.RemoteSession;
import dev.cnv.runtime.endpoint.Server;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What it brings to send calls together: {@value #BATCH} small calls over one Unix-domain socket, each after
 * the answer to the one before it, all at once, or all in one write; in a session, whose chain was checked when
 * it was opened, or each with the chain and a proof of its own.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class BatchingBenchmark {

    /** How many calls are made together. */
    static final int BATCH = 32;

    private static final CapabilityId ADD = new CapabilityId("remote.add");

    private final SecureRandom random = new SecureRandom();
    private Cnv cnv;
    private Server server;
    private Client client;
    private Credential.Held credential;
    private RemoteSession session;

    /** Starts a server and connects a client. */
    @Setup
    public void open() throws Exception {
        SigningKey root = SigningKey.generate(random);
        SigningKey caller = SigningKey.generate(random);
        cnv = Cnv.builder()
                .verbs(new RemoteSumsVerbs(new RemoteSums()))
                .policy(PolicySet.of(PolicyRule.allow("all").always()))
                .trust(Trust.of(root.publicKey()))
                .ledger(new DiscardingLedger())
                .build();
        Instant now = Instant.now();
        TokenDraft token = TokenDraft.to(caller.publicKey(), "caller", "service")
                .between(now.minusSeconds(60), now.plus(Duration.ofDays(1)))
                .grant("remote.*", EffectLevel.READ_ONLY);
        credential = new Credential.Held(Chain.issue(root, token), caller);
        Path folder = Files.createTempDirectory("cnv");
        server = Server.of(cnv).start(EndpointAddress.unix(folder.resolve("s")));
        client = Client.to(server.address()).connect();
        session = client.open(credential);
        if (oneByOne() != BATCH + 1
                || pipelined() != BATCH + 1
                || together() != BATCH + 1
                || eachWithItsChain() != BATCH + 1) {
            throw new IllegalStateException("the server did not add");
        }
    }

    /** Closes everything. */
    @TearDown
    public void close() {
        client.close();
        server.close();
        cnv.close();
    }

    private static ObjectNode arguments(long left) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        arguments.put("left", left);
        arguments.put("right", 2L);
        return arguments;
    }

    /** {@return the last sum; each call waits for the answer to the one before it} */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long oneByOne() throws IOException, InterruptedException {
        long sum = 0;
        for (int i = 0; i < BATCH; i++) {
            sum = session.call(ADD, arguments(i)).outcome().orThrow().asLong();
        }
        return sum;
    }

    /** {@return the last sum; all calls are on their way at once, in one session} */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long pipelined() {
        List<CompletableFuture<RemoteOutcome>> calls = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            calls.add(session.start(ADD, arguments(i)));
        }
        return last(calls);
    }

    /** {@return the last sum; all calls are sent in one write, and the caller's thread waits for the answers} */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long together() throws IOException, InterruptedException {
        List<BatchCall> calls = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            calls.add(new BatchCall(ADD, arguments(i)));
        }
        long sum = 0;
        for (RemoteAnswer answer : session.callAll(calls)) {
            sum = answer.orThrow().outcome().orThrow().asLong();
        }
        return sum;
    }

    /** {@return the last sum; all at once, each call with the chain and a proof that is checked} */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long eachWithItsChain() {
        RemoteSession presented = client.open(new Credential.Presented(credential.chain()));
        Instant now = Instant.now();
        List<CompletableFuture<RemoteOutcome>> calls = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            ObjectNode arguments = arguments(i);
            CallOptions proved = CallOptions.NONE.possession(
                    credential.prove(ADD, CanonicalJson.digest(arguments), "", now, random));
            calls.add(presented.with(proved).start(ADD, arguments));
        }
        return last(calls);
    }

    private static long last(List<CompletableFuture<RemoteOutcome>> calls) {
        long sum = 0;
        for (CompletableFuture<RemoteOutcome> call : calls) {
            sum = call.join().outcome().orThrow().asLong();
        }
        return sum;
    }
}

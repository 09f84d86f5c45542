package dev.cnv.benchmarks.endpoint;

import dev.cnv.benchmarks.call.DiscardingLedger;
import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.endpoint.Client;
import dev.cnv.runtime.endpoint.EndpointAddress;
import dev.cnv.runtime.endpoint.RemoteSession;
import dev.cnv.runtime.endpoint.Server;
import dev.cnv.runtime.endpoint.TlsIdentity;
import dev.cnv.runtime.endpoint.TlsPeers;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
 * A small call over loopback, with TLS 1.3 and certificates on both sides, client and server in one
 * process: {@value Window#CALLS} calls are on their way at once over one connection, a new one whenever one is
 * answered. CNV decides and records each call, to a ledger that discards; the peer's handler adds two numbers.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 10, time = 2)
@Measurement(iterations = 5, time = 2)
public class EndpointBenchmark {

    /** How many calls are one operation; between operations the connection falls idle. */
    private static final int BATCH = 2000;

    private static final CapabilityId ADD = new CapabilityId("remote.add");

    private Cnv cnv;
    private Session local;
    private Server tlsServer;
    private Server unixServer;
    private Client tlsClient;
    private Client unixClient;
    private RemoteSession overTls;
    private RemoteSession overUnix;
    private GrpcSums grpc;

    /** Starts servers and connects clients. */
    @Setup
    public void open() throws Exception {
        SecureRandom random = new SecureRandom();
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
        Credential.Held credential = new Credential.Held(Chain.issue(root, token), caller);
        local = cnv.open(credential);
        connectTls(random, now);
        connectUnix();
        overTls = tlsClient.open(credential);
        overUnix = unixClient.open(credential);
        grpc = new GrpcSums();
        if (overTls.call(ADD, arguments(40)).outcome().orThrow().asLong() != 42
                || overUnix.call(ADD, arguments(40)).outcome().orThrow().asLong() != 42
                || grpc.add(40, 2).join() != 42) {
            throw new IllegalStateException("a server did not add");
        }
    }

    private void connectTls(SecureRandom random, Instant now) throws IOException {
        SigningKey server = SigningKey.generate(random);
        SigningKey client = SigningKey.generate(random);
        tlsServer = Server.of(cnv)
                .tls(TlsIdentity.ofPinnedKey(server, now), TlsPeers.pinned(client.publicKey()))
                .start(EndpointAddress.tls("localhost", 0));
        tlsClient = Client.to(tlsServer.address())
                .tls(TlsIdentity.ofPinnedKey(client, now), TlsPeers.pinned(server.publicKey()))
                .connect();
    }

    private void connectUnix() throws IOException {
        Path folder = Files.createTempDirectory("cnv");
        unixServer = Server.of(cnv).start(EndpointAddress.unix(folder.resolve("s")));
        unixClient = Client.to(unixServer.address()).connect();
    }

    /** Closes everything. */
    @TearDown
    public void close() {
        grpc.close();
        tlsClient.close();
        unixClient.close();
        tlsServer.close();
        unixServer.close();
        cnv.close();
    }

    private static ObjectNode arguments(long left) {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        arguments.put("left", left);
        arguments.put("right", 2L);
        return arguments;
    }

    /** {@return the sum of all answers, over TLS} */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long cnv() {
        return batch(overTls);
    }

    /** {@return the sum of all answers, over a Unix-domain socket} */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long cnvUnix() {
        return batch(overUnix);
    }

    /** {@return the sum of all answers, within the process: what the sockets add to} */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long cnvLocal() {
        return Window.run(
                BATCH,
                i -> inThread(() -> local.call(ADD, arguments(i)).orThrow().asLong()));
    }

    private static CompletableFuture<Long> inThread(Supplier<Long> call) {
        CompletableFuture<Long> answer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> answer.completeAsync(call, Runnable::run));
        return answer;
    }

    private static long batch(RemoteSession session) {
        return Window.run(
                BATCH,
                i -> session.start(ADD, arguments(i))
                        .thenApply(answer -> answer.outcome().orThrow().asLong()));
    }

    /** {@return the sum of all answers, of grpc-java} */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long grpcUnary() {
        return Window.run(BATCH, i -> grpc.add(i, 2));
    }
}

package dev.cnv.benchmarks.call;

import dev.cnv.annotations.Suppressed;
import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.certificate.Step;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.telemetry.Telemetry;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One call of a verb that only adds: directly, through each door of the kernel, and stage by stage.
 * The ledger discards its records; everything else is as in an application.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Suppressed(
        code = "CNV-231",
        reason = "the method itself is what the ways through the kernel are compared with")
public class KernelCallBenchmark {

    private static final CapabilityId ADD = new CapabilityId("sums.add");

    private final Sums sums = new Sums();
    private long left;
    private Cnv cnv;
    private Session session;
    private SumsVerbs.Calls calls;
    private Cnv uncounted;
    private SumsVerbs.Calls uncountedCalls;

    /** Opens a session of a caller with a chain of one token. */
    @Setup
    public void open() {
        SecureRandom random = new SecureRandom();
        SigningKey root = SigningKey.generate(random);
        SigningKey caller = SigningKey.generate(random);
        cnv = runtime(root, Telemetry.on());
        uncounted = runtime(root, Telemetry.off());
        Instant now = Instant.now();
        TokenDraft token = TokenDraft.to(caller.publicKey(), "caller", "service")
                .between(now.minusSeconds(60), now.plus(Duration.ofDays(1)))
                .grant("sums.*", EffectLevel.READ_ONLY);
        Credential credential = new Credential.Held(Chain.issue(root, token), caller);
        session = cnv.open(credential);
        uncountedCalls = SumsVerbs.with(uncounted.open(credential));
        calls = SumsVerbs.with(session);
        if (calls.add(40, 2).orThrow() != 42) {
            throw new IllegalStateException("the verb did not add");
        }
    }

    private Cnv runtime(SigningKey root, Telemetry telemetry) {
        return Cnv.builder()
                .verbs(new SumsVerbs(sums))
                .policy(PolicySet.of(PolicyRule.allow("all").always()))
                .trust(Trust.of(root.publicKey()))
                .ledger(new DiscardingLedger())
                .telemetry(telemetry)
                .build();
    }

    /** Closes the runtimes. */
    @TearDown
    public void close() {
        cnv.close();
        uncounted.close();
    }

    /** {@return the sum, by the method itself} */
    @Benchmark
    public long direct() {
        return sums.add(left++, 2);
    }

    /** {@return the outcome of a call by the generated typed front} */
    @Benchmark
    public Outcome<Long> typedCall() {
        return completed(calls.add(left++, 2));
    }

    /** {@return the outcome of the same where nothing is counted} */
    @Benchmark
    public Outcome<Long> typedCallUncounted() {
        return completed(uncountedCalls.add(left++, 2));
    }

    /** {@return the outcome of a call with JSON} */
    @Benchmark
    public Outcome<JsonNode> jsonCall() {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        arguments.put("left", left++);
        arguments.put("right", 2L);
        return completed(session.call(ADD, arguments));
    }

    /** {@return a certificate after resolve, decode and authenticate} */
    @Benchmark
    public SumsAddCertificate.Unchecked stage1Unchecked() {
        return prepare().orThrow();
    }

    /** {@return a certificate after the policy too} */
    @Benchmark
    public SumsAddCertificate.PolicyChecked stage2PolicyChecked() {
        return prepare().orThrow().checkPolicy().orThrow();
    }

    /** {@return a certificate after chain and graph too} */
    @Benchmark
    public SumsAddCertificate.CapabilityChecked stage3CapabilityChecked() {
        return prepare().orThrow().checkPolicy().orThrow().checkCapability().orThrow();
    }

    /** {@return a certificate after all checks: what is left to a call is to admit, record and run} */
    @Benchmark
    public SumsAddCertificate.Verified stage4Verified() {
        return prepare()
                .orThrow()
                .checkPolicy()
                .orThrow()
                .checkCapability()
                .orThrow()
                .verify()
                .orThrow();
    }

    private Step<SumsAddCertificate.Unchecked> prepare() {
        return SumsAddCertificate.prepare(session, new SumsAddCertificate.Input(left++, 2));
    }

    private static <T> Outcome<T> completed(Outcome<T> outcome) {
        if (outcome instanceof Outcome.Completed<T>) {
            return outcome;
        }
        throw new IllegalStateException("outcome=" + outcome);
    }
}

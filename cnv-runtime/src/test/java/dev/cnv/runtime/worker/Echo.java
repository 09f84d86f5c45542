package dev.cnv.runtime.worker;

import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Isolation;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.ContractTerms;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.certificate.Certificate;
import dev.cnv.runtime.certificate.CertificateClaims;
import dev.cnv.runtime.certificate.PolicyTrace;
import dev.cnv.runtime.certificate.Stage;
import dev.cnv.runtime.identity.Agent;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.runtime.identity.QualityOfService;
import dev.cnv.runtime.identity.TenantId;
import dev.cnv.runtime.spi.Dispatch;
import dev.cnv.runtime.spi.Proof;
import dev.cnv.runtime.spi.ValueReader;
import dev.cnv.runtime.spi.ValueWriter;
import dev.cnv.runtime.spi.VerbModule;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A module by hand with one verb that says what a test wants, and the parts of a call of it. */
final class Echo implements VerbModule {

    static final UUID ID = UUID.fromString("00010203-0405-0607-0809-0a0b0c0d0e0f");
    static final Digest HASH = Digest.of("schema");

    static final VerbDescriptor VERB = verb("test.echo");

    final AtomicInteger runs = new AtomicInteger();
    private final Function<Proof, Object> handler;

    Echo(Function<Proof, Object> handler) {
        this.handler = handler;
    }

    static VerbDescriptor verb(String id) {
        return VerbDescriptor.of(id, "1.0.0", "Echo#echo")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .contract(ContractTerms.DEFAULT.isolation(Isolation.FULLY_ISOLATED))
                .required("word", ValueType.TEXT, "")
                .returns(ValueType.TEXT)
                .schemas(HASH.hex(), HASH.hex());
    }

    static CertificateClaims claims(VerbDescriptor verb, Digest arguments) {
        Principal principal = new Principal(
                new Agent(new AgentId("alice"), "person", "2", Map.of("team", "blue")),
                new TenantId("acme"),
                PrincipalKind.DELEGATED,
                new AgentId("root"));
        CallContext context = new CallContext(
                ID,
                "c-7",
                Optional.of(ID),
                principal,
                new QualityOfService(QualityOfService.Priority.HIGH, 9, true),
                Instant.ofEpochSecond(1_700_000_000, 5),
                true,
                Optional.of("key"),
                List.of(new CapabilityId("a.b")),
                Optional.of(ID));
        PolicyTrace trace = new PolicyTrace(
                "rules 1",
                HASH,
                List.of("r1", "r2"),
                Optional.of("r1"),
                77,
                List.of(),
                Optional.of(HASH),
                3,
                Optional.empty());
        return new CertificateClaims(
                ID,
                verb.id(),
                verb.version(),
                verb.effects(),
                verb.inputSchema(),
                verb.outputSchema(),
                arguments,
                context,
                Optional.of(trace),
                Instant.ofEpochSecond(1_700_000_000),
                Instant.ofEpochSecond(1_700_003_600));
    }

    static WorkerSecret secret() {
        byte[] bytes = new byte[WorkerSecret.BYTES];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return new WorkerSecret(bytes);
    }

    @Override
    public String summary() {
        return "";
    }

    @Override
    public List<VerbDescriptor> verbs() {
        return List.of(VERB);
    }

    @Override
    public InputStream schemas() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Object readInput(int verb, ValueReader in) {
        return in.at("word").text();
    }

    @Override
    public void writeInput(int verb, Object input, ValueWriter out) {
        out.at("word").text((String) input);
    }

    @Override
    public void writeResult(int verb, Object result, ValueWriter out) {
        out.text((String) result);
    }

    @Override
    public Certificate<?> certificate(int verb, Stage stage, Proof proof) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Object invoke(int verb, Dispatch dispatch) {
        Proof proof = dispatch.open("test.echo");
        runs.incrementAndGet();
        return handler.apply(proof);
    }
}

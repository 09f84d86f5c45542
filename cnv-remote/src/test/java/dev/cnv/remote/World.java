package dev.cnv.remote;

import dev.cnv.runtime.Cnv;
import dev.cnv.runtime.CnvBuilder;
import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Chain;
import dev.cnv.runtime.delegation.Credential;
import dev.cnv.runtime.delegation.TokenDraft;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.endpoint.Client;
import dev.cnv.runtime.endpoint.EndpointAddress;
import dev.cnv.runtime.endpoint.EndpointSettings;
import dev.cnv.runtime.endpoint.Server;
import dev.cnv.runtime.endpoint.TlsIdentity;
import dev.cnv.runtime.endpoint.TlsPeers;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.spi.VerbModule;
import dev.cnv.runtime.time.SystemTime;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** Runtimes, servers and clients of a test, with real clocks, ledgers and sockets; closed together. */
final class World implements AutoCloseable {

    static final PolicySet ALLOW_ALL = PolicySet.of(PolicyRule.allow("all").always());

    final SecureRandom random = new SecureRandom();
    final SystemTime time = new SystemTime(Clock.systemUTC());
    final Instant now = time.now();
    final SigningKey root = SigningKey.generate(random);
    final SigningKey aliceKey = SigningKey.generate(random);
    final SigningKey sourceKey = SigningKey.generate(random);
    final SigningKey serverTls = SigningKey.generate(random);
    final SigningKey clientTls = SigningKey.generate(random);
    final Trust trust = Trust.of(root.publicKey());
    final Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private int ledgers;

    World(Path folder) {
        this.folder = folder;
        open.add(time);
    }

    <T extends AutoCloseable> T closing(T part) {
        open.addFirst(part);
        return part;
    }

    Cnv runtime(VerbModule verbs, UnaryOperator<CnvBuilder> change) {
        return runtime("ledger-" + ledgers++, verbs, change);
    }

    Cnv runtime(String ledger, VerbModule verbs, UnaryOperator<CnvBuilder> change) {
        CnvBuilder builder = Cnv.builder()
                .verbs(verbs)
                .policy(ALLOW_ALL)
                .trust(trust)
                .time(time)
                .ledger(FileLedger.open(folder.resolve(ledger), time))
                .drain(Duration.ofMillis(500));
        return closing(change.apply(builder).build());
    }

    Credential.Held credential(String name, SigningKey key, String grant) {
        return new Credential.Held(
                Chain.issue(
                        root,
                        TokenDraft.to(key.publicKey(), name, "service")
                                .between(now.minusSeconds(60), now.plusSeconds(86_400))
                                .mayHandOn(2)
                                .grant(grant, EffectLevel.PRIVILEGED)),
                key);
    }

    Credential.Held alice() {
        return credential("alice", aliceKey, "**");
    }

    EndpointAddress unix() {
        return EndpointAddress.unix(folder.resolve("s"));
    }

    Server serve(Cnv cnv, EndpointAddress address) throws IOException {
        return serve(cnv, address, EndpointSettings.DEFAULT);
    }

    Server serve(Cnv cnv, EndpointAddress address, EndpointSettings settings) throws IOException {
        Server.Builder builder = Server.of(cnv).settings(settings);
        if (address instanceof EndpointAddress.Tls) {
            builder.tls(
                    TlsIdentity.ofPinnedKey(serverTls, now),
                    TlsPeers.pinned(clientTls.publicKey()));
        }
        return closing(builder.start(address));
    }

    Client client(EndpointAddress address) {
        Client.Builder builder = Client.to(address);
        if (address instanceof EndpointAddress.Tls) {
            builder.tls(
                    TlsIdentity.ofPinnedKey(clientTls, now),
                    TlsPeers.pinned(serverTls.publicKey()));
        }
        return closing(builder.unconnected());
    }

    Outcome<JsonNode> read(Cnv cnv, Credential as, String name) {
        return cnv.open(as)
                .call(
                        new CapabilityId("note.read"),
                        StrictJson.parse("{\"name\":\"" + name + "\"}"));
    }

    static String code(Outcome<?> outcome) {
        return switch (outcome) {
            case Outcome.Completed<?> _ -> "completed";
            case Outcome.Denied<?> denied -> denied.denial().reason().code();
            case Outcome.Failed<?> failed -> failed.failure().reason().code();
            case Outcome.Withheld<?> _ -> "withheld";
        };
    }

    @Override
    public void close() throws IOException {
        for (AutoCloseable each : open) {
            try {
                each.close();
            } catch (Exception e) {
                throw new IOException("a part of the test was not closed", e);
            }
        }
        open.clear();
    }
}

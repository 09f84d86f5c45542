package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.endpoint.Client;
import dev.cnv.runtime.endpoint.EndpointAddress;
import dev.cnv.runtime.endpoint.Server;
import dev.cnv.runtime.endpoint.TlsIdentity;
import dev.cnv.runtime.endpoint.TlsPeers;
import dev.cnv.runtime.protocol.Compression;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A call with a large argument and a large result, as many bytes as a real socket carries of it. */
@Timeout(60)
class CompressedCallTest {

    private static final CapabilityId STORE = new CapabilityId("bank.store");
    private static final String LARGE = "all work and no play ".repeat(10_000);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void largeCall_overAUnixSocket_goesOverItAsAgreed(Compression compression) throws Exception {
        try (Fixture f = new Fixture();
                Server server = Server.of(f.cnv).start(EndpointAddress.unix(folder.resolve("s")));
                CountingRelay relay = CountingRelay.before(
                        (EndpointAddress.Unix) server.address(), folder.resolve("r"))) {
            assertCarried(f, relay, Client.to(relay.address()), compression);
        }
    }

    @ParameterizedTest
    @EnumSource
    void largeCall_overTls_goesOverItAsAgreed(Compression compression) throws Exception {
        try (Fixture f = new Fixture()) {
            SigningKey serverKey = SigningKey.generate(f.random);
            SigningKey clientKey = SigningKey.generate(f.random);
            try (Server server = Server.of(f.cnv)
                            .tls(
                                    TlsIdentity.ofPinnedKey(serverKey, Fixture.NOON),
                                    TlsPeers.pinned(clientKey.publicKey()))
                            .start(EndpointAddress.tls("localhost", 0));
                    CountingRelay relay =
                            CountingRelay.before((EndpointAddress.Tls) server.address())) {
                Client.Builder client = Client.to(relay.address())
                        .tls(
                                TlsIdentity.ofPinnedKey(clientKey, Fixture.NOON),
                                TlsPeers.pinned(serverKey.publicKey()));
                assertCarried(f, relay, client, compression);
            }
        }
    }

    private static void assertCarried(
            Fixture f, CountingRelay relay, Client.Builder builder, Compression compression)
            throws Exception {
        try (Client client = OneCompressor.of(compression).within(builder::connect)) {
            assertEquals(compression, client.agreement().compression());
            String answer = client.open(
                            f.credential(draft -> draft.grant("**", EffectLevel.PRIVILEGED)))
                    .call(STORE, StrictJson.parse(arguments()))
                    .outcome()
                    .orThrow()
                    .asString();
            assertEquals(LARGE + " kept", answer);
        }
        assertCarried(compression, relay.toServer.get());
        assertCarried(compression, relay.toClient.get());
    }

    private static void assertCarried(Compression compression, long bytes) {
        boolean asAgreed = compression == Compression.NONE
                ? bytes > LARGE.length()
                : bytes < LARGE.length() / 10;
        assertTrue(asAgreed, () -> "bytes=" + bytes + " of=" + LARGE.length());
    }

    private static String arguments() {
        String data = Base64.getEncoder().encodeToString(LARGE.getBytes(StandardCharsets.UTF_8));
        return "{\"data\":\"" + data + "\",\"note\":{\"text\":\"kept\"}}";
    }
}

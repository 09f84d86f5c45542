package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.testing.Draws;
import dev.cnv.testing.Fuzz;
import dev.cnv.testing.Property;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What strangers hand in: any text at all is read as it would be written or refused with the one
 * documented exception, and what is too large is refused for its size before it is looked into.
 */
class DelegationFuzzTest {

    private static final String PIECES =
            "{}[]:,\"\\0123456789abcdef-+/=.*TZ truefalsn\u00e9\ud800\udc00\u0000";
    private static final Chain CHAIN = Keys.botChain();
    private static final Approval APPROVAL = Approval.sign(
            Keys.ALICE,
            new AgentId("bob"),
            new CapabilityId("account.transfer"),
            "1.0.0",
            Digest.of("{}"),
            Keys.LATER);

    @TempDir
    private Path folder;

    @Test
    void chain_anyText_isRefusedOrRoundTrips() {
        AtomicInteger read = new AtomicInteger();
        Property.named("chain-text-fuzz")
                .oneIn(4)
                .check(draws -> text(draws, CHAIN.text()), text -> {
                    Chain chain;
                    try {
                        chain = Chain.parse(text);
                    } catch (JsonRefusedException _) {
                        return;
                    }
                    read.incrementAndGet();
                    assertEquals(chain, Chain.parse(chain.text()));
                });
        assertTrue(read.get() > 10, "read=" + read);
    }

    @Test
    void payload_anyBytes_areRefusedOrTheOneForm() {
        byte[] payload = CHAIN.tokens().getFirst().payload();
        AtomicInteger read = new AtomicInteger();
        Property.named("payload-fuzz")
                .oneIn(4)
                .check(
                        draws -> draws.rarely(4)
                                ? Fuzz.bytes(draws, 60)
                                : text(draws, new String(payload, StandardCharsets.UTF_8))
                                        .getBytes(StandardCharsets.UTF_8),
                        bytes -> {
                            Token token;
                            try {
                                token = TokenFormat.read(bytes);
                            } catch (JsonRefusedException _) {
                                return;
                            }
                            read.incrementAndGet();
                            assertEquals(
                                    new String(bytes, StandardCharsets.UTF_8),
                                    new String(TokenFormat.payload(token), StandardCharsets.UTF_8));
                        });
        assertTrue(read.get() > 10, "read=" + read);
    }

    @Test
    void approval_anyText_isRefusedOrRoundTrips() {
        AtomicInteger read = new AtomicInteger();
        Property.named("approval-fuzz").check(draws -> text(draws, APPROVAL.text()), text -> {
            Approval approval;
            try {
                approval = Approval.parse(text);
            } catch (JsonRefusedException _) {
                return;
            }
            read.incrementAndGet();
            assertEquals(approval, Approval.parse(approval.text()));
        });
        assertTrue(read.get() > 10, "read=" + read);
    }

    @Test
    void approval_anyClaims_roundTrip() {
        Property.named("approval-claims")
                .oneIn(20)
                .check(
                        draws -> Approval.sign(
                                Keys.ALICE,
                                new AgentId("a" + draws.text(60, "bZ9._:@/-")),
                                new CapabilityId("a" + draws.text(8, "b0") + "." + "c"
                                        + draws.text(8, "d1")),
                                "1" + draws.text(40, "0123456789.-+abc\"\\~!"),
                                Digest.of(draws.text(4, "ab")),
                                Instant.ofEpochSecond(draws.between(0, 253_402_300_799L))),
                        approval -> assertEquals(approval, Approval.parse(approval.text())));
    }

    @Test
    void credentialFile_anyBytes_areRefusedOrRoundTrip() throws IOException {
        Path original = folder.resolve("original");
        CredentialFile.write(original, new Credential.Held(CHAIN, Keys.BOT));
        byte[] bytes = Files.readAllBytes(original);
        AtomicInteger read = new AtomicInteger();
        AtomicInteger number = new AtomicInteger();
        Property.named("credential-fuzz")
                .oneIn(10)
                .check(
                        draws -> draws.rarely(4)
                                ? Fuzz.bytes(draws, 60)
                                : Fuzz.changed(draws, bytes),
                        changed -> {
                            Files.write(original, changed);
                            Credential.Held held;
                            try {
                                held = CredentialFile.read(original);
                            } catch (CredentialRefusedException e) {
                                assertNull(e.getCause());
                                return;
                            }
                            read.incrementAndGet();
                            Path again = folder.resolve("again" + number.incrementAndGet());
                            CredentialFile.write(again, held);
                            assertEquals(held, CredentialFile.read(again));
                        });
        assertTrue(read.get() > 5, "read=" + read);
    }

    /** Were it looked into first, the refusal would say that it is no JSON. */
    @Test
    void parse_tooLargeAndNoJson_isRefusedForItsSize() throws IOException {
        String junk = "[".repeat(TokenFormat.MAX_CHAIN_LENGTH + 1);
        for (var parse :
                List.<java.util.function.Function<String, ?>>of(Chain::parse, Approval::parse)) {
            JsonRefusedException e =
                    assertThrows(JsonRefusedException.class, () -> parse.apply(junk));
            assertTrue(
                    String.valueOf(e.getMessage()).contains("65537 characters, more than "),
                    e.getMessage());
        }
        Path file = folder.resolve("junk");
        CredentialFile.write(file, new Credential.Held(CHAIN, Keys.BOT));
        Files.writeString(file, "[".repeat(CredentialFile.MAX_BYTES + 1));
        CredentialRefusedException e =
                assertThrows(CredentialRefusedException.class, () -> CredentialFile.read(file));
        assertTrue(
                String.valueOf(e.getMessage()).contains("more than " + CredentialFile.MAX_BYTES),
                e.getMessage());
    }

    private static String text(Draws draws, String valid) {
        return draws.rarely(5) ? draws.text(60, PIECES) : Fuzz.changed(draws, valid, PIECES);
    }
}

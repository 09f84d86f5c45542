package dev.cnv.runtime.delegation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.testing.Draws;
import dev.cnv.testing.Fuzz;
import dev.cnv.testing.GoldenFile;
import dev.cnv.testing.Property;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What strangers hand in: any bytes at all are read as they would be written or refused with the one
 * documented exception, and what is too large is refused for its size before it is looked into.
 *
 * <p>The mutations begin with the files of {@code golden/corpus}, one hexadecimal line each, which
 * also run as they are. What ever made a reader fail is kept there. {@code -Dcnv.property.cases} sets
 * the budget.
 */
class DelegationFuzzTest {

    @TempDir
    private Path folder;

    @Test
    void token_anyBytes_areRefusedOrTheOneForm() {
        fuzz("token", bytes -> {
            Token token = TokenFormat.read(bytes);
            assertArrayEquals(bytes, TokenFormat.payload(token));
        });
    }

    @Test
    void chain_anyBytes_areRefusedOrTheOneForm() {
        Trust authorities = DelegationGoldenTest.authorityTrust();
        fuzz("chain", bytes -> {
            Chain chain = Chain.ofBytes(bytes);
            assertArrayEquals(bytes, chain.bytes());
            assertEquals(chain, Chain.parse(chain.text()));
            // Whatever it says: nothing is thrown.
            ChainCheck.check(chain, Trust.of(FixedKeys.ROOT.publicKey()), Keys.NOW);
            ChainCheck.check(chain, authorities, Keys.NOW);
        });
    }

    /** Whatever is changed of a path: the chain holds as it was made, or does not hold. */
    @Test
    void certificate_anyBitOfThePathChanged_isNeverVouched() {
        Trust authorities = DelegationGoldenTest.authorityTrust();
        byte[] bytes = corpus("chain").getLast();
        Chain whole = Chain.ofBytes(bytes);
        int from = bytes.length - whole.untrustedCertificates().getFirst().length;
        assertInstanceOf(ChainVerdict.Holds.class, ChainCheck.check(whole, authorities, Keys.NOW));
        for (int bit = 8 * from; bit < 8 * bytes.length; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            ChainVerdict verdict = ChainCheck.check(Chain.ofBytes(changed), authorities, Keys.NOW);
            int place = bit;
            assertInstanceOf(
                    ChainVerdict.Refused.class, verdict, () -> "bit=" + place + " of the path");
        }
    }

    @Test
    void approval_anyBytes_areRefusedOrTheOneForm() {
        fuzz("approval", bytes -> {
            Approval approval = Approval.ofBytes(bytes);
            assertEquals(approval, Approval.parse(approval.text()));
            approval.claims(FixedKeys.ALICE.publicKey());
        });
    }

    @Test
    void possession_anyBytes_areRefusedOrTheOneForm() {
        fuzz("possession", bytes -> {
            PossessionProof proof = PossessionProof.ofBytes(bytes);
            assertEquals(proof, PossessionProof.parse(proof.text()));
        });
    }

    /** Claims of every form, signed: what is in them is data of a stranger still. */
    @Test
    void possession_anySignedClaims_areRefusedOrRead() {
        List<byte[]> corpus = corpus("claims");
        Property.named("claims-fuzz").oneIn(40).check(draws -> changed(draws, corpus), bytes -> {
            PossessionProof proof = PossessionProof.ofBytes(dev.cnv.runtime.crypto.CoseSign1.sign(
                            FixedKeys.ALICE, PossessionDescriptor.CONTENT_TYPE, bytes)
                    .bytes());
            try {
                proof.claims(FixedKeys.ALICE.publicKey()).orElseThrow();
            } catch (CborRefusedException _) {
                assertTrue(bytes.length >= 0);
            }
        });
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
                                java.time.Instant.ofEpochSecond(
                                        draws.between(0, 253_402_300_799L))),
                        approval -> assertEquals(approval, Approval.parse(approval.text())));
    }

    @Test
    void credentialFile_anyBytes_areRefusedOrRoundTrip() throws IOException {
        Path original = folder.resolve("original");
        CredentialFile.write(original, new Credential.Held(Keys.botChain(), Keys.BOT));
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

    /** Were it looked into first, the refusal would say that it is no CBOR. */
    @Test
    void read_tooLarge_isRefusedForItsSize() throws IOException {
        byte[] junk = new byte[TokenDescriptor.MAX_CHAIN_BYTES + 1];
        java.util.Arrays.fill(junk, (byte) 0xff);
        for (Consumer<byte[]> read : List.<Consumer<byte[]>>of(
                Chain::ofBytes, Approval::ofBytes, PossessionProof::ofBytes, TokenFormat::read)) {
            CborRefusedException e =
                    assertThrows(CborRefusedException.class, () -> read.accept(junk));
            assertTrue(
                    String.valueOf(e.getMessage()).contains("65537 bytes, more than "),
                    e.getMessage());
        }
        String text = "*".repeat(200_000);
        for (Consumer<String> parse :
                List.<Consumer<String>>of(Chain::parse, Approval::parse, PossessionProof::parse)) {
            CborRefusedException e =
                    assertThrows(CborRefusedException.class, () -> parse.accept(text));
            assertTrue(
                    String.valueOf(e.getMessage()).contains("200000 characters, more than "),
                    e.getMessage());
        }
        Path file = folder.resolve("junk");
        CredentialFile.write(file, new Credential.Held(Keys.botChain(), Keys.BOT));
        Files.writeString(file, "[".repeat(CredentialFile.MAX_BYTES + 1));
        CredentialRefusedException e =
                assertThrows(CredentialRefusedException.class, () -> CredentialFile.read(file));
        assertTrue(
                String.valueOf(e.getMessage()).contains("more than " + CredentialFile.MAX_BYTES),
                e.getMessage());
    }

    private static void fuzz(String target, Consumer<byte[]> read) {
        List<byte[]> corpus = corpus(target);
        AtomicInteger accepted = new AtomicInteger();
        corpus.forEach(bytes -> tried(read, bytes, accepted));
        assertTrue(accepted.get() > 0, "the corpus of " + target + " has nothing that is read");
        Property.named(target + "-fuzz")
                .oneIn(4)
                .check(draws -> changed(draws, corpus), bytes -> tried(read, bytes, accepted));
        assertTrue(accepted.get() > 10, "accepted=" + accepted);
    }

    private static void tried(Consumer<byte[]> read, byte[] bytes, AtomicInteger accepted) {
        try {
            read.accept(bytes);
        } catch (CborRefusedException _) {
            return;
        }
        accepted.incrementAndGet();
    }

    private static byte[] changed(Draws draws, List<byte[]> corpus) {
        return draws.rarely(10) ? Fuzz.bytes(draws, 60) : Fuzz.changed(draws, draws.pick(corpus));
    }

    private static List<byte[]> corpus(String target) {
        Path files = GoldenFile.file(DelegationFuzzTest.class, "corpus");
        List<byte[]> corpus = new ArrayList<>();
        try (Stream<Path> all = Files.list(files)) {
            for (Path file : all.sorted().toList()) {
                if (file.getFileName().toString().startsWith(target + "-")) {
                    corpus.add(HexFormat.of().parseHex(Files.readString(file).strip()));
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return corpus;
    }
}

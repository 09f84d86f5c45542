package dev.cnv.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.certificate.ReceiptClaims;
import dev.cnv.runtime.certificate.ReceiptClaims.Evidence;
import dev.cnv.runtime.certificate.ReceiptClaims.Position;
import dev.cnv.runtime.certificate.SignedReceipt;
import dev.cnv.runtime.crypto.KeyFile;
import dev.cnv.runtime.crypto.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Receipts checked on a machine that has a public key and the receipt. */
class ReceiptFilesTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    private Path folder;

    private final SigningKey key = SigningKey.generate(new SecureRandom());
    private Path file;
    private Path trust;

    @BeforeEach
    void writeFiles() throws IOException {
        file = folder.resolve("call.receipt");
        trust = folder.resolve("bank.pem");
        Files.write(file, SignedReceipt.sign(key, claims()).bytes());
        KeyFile.writePublic(trust, key.publicKey());
    }

    private static ReceiptClaims claims() {
        return new ReceiptClaims(
                "bank",
                new UUID(5, 6),
                "request-7",
                Optional.empty(),
                "account.transfer",
                "1.2.0",
                List.of("MUTATE_STATE"),
                new ReceiptClaims.Caller("alice/bot", "llm", "acme", "DELEGATED", "alice"),
                Optional.of(Digest.of("chain")),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Digest.of("policy")),
                List.of("people-pay"),
                Optional.of("people-pay"),
                Optional.of(Digest.of("{}")),
                false,
                "completed",
                Optional.empty(),
                Optional.of(Digest.of("500")),
                1,
                0,
                2_000_000,
                NOON,
                Optional.of(NOON.plusMillis(2)),
                NOON.plusMillis(3),
                new Position(40, Digest.of("leaf-40")),
                Optional.of(new Position(41, Digest.of("leaf-41"))),
                Optional.of(new Evidence(new byte[] {1})),
                Optional.empty());
    }

    private ToolRun run(String... words) {
        return ToolRun.of(folder.resolve("operator"), words);
    }

    private ToolRun verify(Path keys) {
        return run(
                "receipt", "verify", file.toString(), "--trust", keys.toString(), "--output=json");
    }

    @Test
    void verify_trustedKey_saysWhatWasSigned() {
        ToolRun run = verify(trust);
        assertEquals(0, run.exit(), run.err());
        JsonNode shown = run.json();
        assertEquals("signature holds", shown.get("verdict").stringValue());
        assertEquals("account.transfer", shown.get("capability").stringValue());
        assertEquals("alice/bot", shown.get("agent").stringValue());
        assertEquals(key.id().hex(), shown.get("signer").stringValue());
        assertEquals(41, shown.get("outcome").intValue());
        assertTrue(
                shown.get("inclusion").stringValue().contains("does not check"),
                "what is not checked is not claimed");
    }

    @Test
    void verify_table_isReadable() {
        String table = run("receipt", "verify", file.toString(), "--trust", trust.toString())
                .out();
        assertTrue(table.contains("signature holds"), table);
        assertTrue(table.contains("people-pay"), table);
    }

    @Test
    void verify_keysAsLinesOfText_work() throws IOException {
        Path lines = folder.resolve("keys.txt");
        String other = SigningKey.generate(new SecureRandom()).publicKey().text();
        Files.writeString(lines, "# banks\n\n" + other + "\n" + key.publicKey().text() + "\n");
        assertEquals(0, verify(lines).exit());
    }

    @Test
    void verify_otherKey_isRefusedWithStatus3() throws IOException {
        Path other = folder.resolve("other.pem");
        KeyFile.writePublic(other, SigningKey.generate(new SecureRandom()).publicKey());
        ToolRun run = verify(other);
        assertEquals(3, run.exit());
        assertEquals("", run.out());
        assertTrue(run.err().contains("[receipt-untrusted]"), run.err());
    }

    @Test
    void verify_anyByteChanged_isRefusedWithStatus3() throws IOException {
        byte[] good = Files.readAllBytes(file);
        for (int at = 0; at < good.length; at += 97) {
            byte[] changed = good.clone();
            changed[at] ^= 1;
            Files.write(file, changed);
            assertEquals(3, verify(trust).exit(), "byte=" + at);
        }
        Files.write(file, new byte[0]);
        ToolRun run = verify(trust);
        assertEquals(3, run.exit());
        assertTrue(run.err().contains("[receipt-malformed]"), run.err());
    }

    @Test
    void verify_filesThatAreMissingEmptyOrNoKeys_areRefused() throws IOException {
        assertEquals(2, verify(folder.resolve("nowhere")).exit());
        Path empty = folder.resolve("empty.txt");
        Files.writeString(empty, "# nobody\n");
        assertEquals(2, verify(empty).exit());
        Files.writeString(empty, "no key\n");
        assertEquals(2, verify(empty).exit());
        Files.writeString(empty, "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n");
        assertEquals(2, verify(empty).exit());
        Files.write(empty, new byte[] {(byte) 0xff});
        assertEquals(2, verify(empty).exit());
        Files.write(file, new byte[(1 << 16) + 1]);
        assertEquals(2, verify(trust).exit());
        assertEquals(2, run("receipt", "verify", file.toString()).exit(), "no trust, no verdict");
    }

    @Test
    void show_anySigner_saysThatNothingIsVerified() throws IOException {
        ToolRun run = run("receipt", "show", file.toString(), "--output=json");
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.json().get("verdict").stringValue().startsWith("NOT VERIFIED"));
        assertEquals("account.transfer", run.json().get("capability").stringValue());
        Files.write(file, new byte[] {1});
        assertEquals(3, run("receipt", "show", file.toString()).exit());
    }
}

package dev.cnv.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Checkpoints and proofs as an operator and a stranger use them. */
class LedgerProofsTest {

    private static final String ORIGIN = "example.com/ledger";

    @TempDir
    private Path folder;

    @BeforeEach
    void fill() {
        assertEquals(0, operator("verbs", "list").exit());
        assertEquals(0, operator("keys", "generate", "--out", file("key")).exit());
    }

    /** A run whose ledger is the one that is asked about. */
    private ToolRun operator(String... words) {
        return ToolRun.of(folder.resolve("one"), words);
    }

    private ToolRun other(String... words) {
        return ToolRun.of(
                folder.resolve("two"),
                Stream.concat(Stream.of(words), Stream.of("--output=json")).toArray(String[]::new));
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private ToolRun checkpoint(String key) {
        return other(
                "ledger",
                "checkpoint",
                "--dir",
                file("one"),
                "--key",
                file(key),
                "--origin",
                ORIGIN);
    }

    private ToolRun prove(String index, String out) {
        return other(
                "ledger",
                "prove",
                "--dir",
                file("one"),
                "--index",
                index,
                "--key",
                file("key"),
                "--origin",
                ORIGIN,
                "--out",
                file(out));
    }

    private ToolRun verify(String proof, String line, String keys) {
        return other(
                "ledger",
                "proof",
                "verify",
                "--proof",
                file(proof),
                "--line",
                file(line),
                "--origin",
                ORIGIN,
                "--keys",
                file(keys));
    }

    private void writeKeys(JsonNode signed, String name) throws IOException {
        Files.writeString(folder.resolve(name), signed.get("keys").get(0).stringValue() + "\n");
    }

    @Test
    void proof_ofARecord_isCheckedWithKeysAlone() throws IOException {
        ToolRun signed = checkpoint("key");
        assertEquals(0, signed.exit(), signed.err());
        assertTrue(signed.json().get("size").longValue() > 2);
        writeKeys(signed.json(), "keys");
        assertEquals(0, prove("1", "proof").exit());
        ToolRun held = verify("proof", "proof.line", "keys");
        assertEquals(0, held.exit(), held.err());
        assertEquals(1, held.json().get("index").longValue());
        assertEquals(
                Files.readString(folder.resolve("proof.line")),
                held.json().get("line").stringValue());
    }

    @Test
    void proof_ofAnAlteredRecordOrByAnotherKey_isRefused() throws IOException {
        writeKeys(checkpoint("key").json(), "keys");
        assertEquals(0, prove("1", "proof").exit());
        Path line = folder.resolve("proof.line");
        String record = Files.readString(line);
        Files.writeString(line, record.replace("cnv.", "cnw."));
        assertEquals(3, verify("proof", "proof.line", "keys").exit());
        Files.writeString(line, record);
        assertEquals(0, operator("keys", "generate", "--out", file("mallory")).exit());
        assertEquals(0, ToolRun.of(folder.resolve("three"), "verbs", "list").exit());
        ToolRun forged = other(
                "ledger",
                "checkpoint",
                "--dir",
                file("three"),
                "--key",
                file("mallory"),
                "--origin",
                ORIGIN);
        writeKeys(forged.json(), "others");
        assertEquals(3, verify("proof", "proof.line", "others").exit());
        assertEquals(3, verify("proof.line", "proof.line", "keys").exit());
    }

    @Test
    void prove_recordBehindTheCheckpoint_isRefused() {
        long size = checkpoint("key").json().get("size").longValue();
        assertEquals(0, operator("verbs", "list").exit());
        ToolRun refused = prove(Long.toString(size), "proof");
        assertEquals(3, refused.exit());
        assertTrue(refused.err().contains("size=" + size), refused.err());
        assertTrue(checkpoint("key").json().get("size").longValue() > size);
        assertEquals(0, prove(Long.toString(size), "proof").exit());
    }
}

package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.time.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sensitive values reach the handler, and nothing else. */
class SecretTest {

    @Test
    void sensitiveValue_isInNoFileOfTheLedger(@TempDir Path folder) throws IOException {
        String pin = "pin-that-must-not-be-seen";
        try (Fixture f = new Fixture(
                b -> b.ledger(FileLedger.open(folder, new VirtualTime(Fixture.NOON))))) {
            assertEquals(true, BankVerbs.with(f.alice()).openSafe("front", pin).orThrow());
            Fixture.json(f.alice(), "bank.safe.open", "{\"pin\":\"" + pin + "\",\"doo\":1}");
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(
                        Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1)
                                .contains(pin),
                        file.toString());
            }
        }
    }

    @Test
    void sensitiveValue_isRecordedAsASaltedCommitment() {
        try (Fixture f = new Fixture()) {
            BankVerbs.with(f.alice()).openSafe("front", "1234").orThrow();
            BankVerbs.with(f.alice()).openSafe("front", "1234").orThrow();
            var first = f.ledger.decisions().getFirst();
            var second = f.ledger.decisions().getLast();
            assertEquals("front", first.arguments().get("door").stringValue());
            assertTrue(first.arguments().get("pin").has("commitment"));
            assertNotEquals(first.arguments().get("pin"), second.arguments().get("pin"));
            assertNotEquals(
                    Digest.of("{\"door\":\"front\",\"pin\":\"1234\"}"),
                    first.argumentsDigest().orElseThrow(),
                    "a plain digest would let the pin be guessed");
        }
    }

    @Test
    void handlersException_ofAVerbWithSecrets_keepsItsMessage() {
        try (Fixture f = new Fixture()) {
            Outcome<Boolean> outcome = BankVerbs.with(f.alice()).openSafe("front", "0000");
            String said = ((Outcome.Failed<Boolean>) outcome).failure().toString()
                    + f.ledger.completions().getFirst();
            assertFalse(said.contains("0000"), said);
        }
    }
}

package dev.cnv.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.certificate.SignedReceipt;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The option that writes a signed receipt beside the result. */
class ReceiptOptionTest {

    private static final byte[] BYTES = {1, 2, 3};

    @TempDir
    private Path folder;

    private final FakeBank bank = new FakeBank();
    private Path file;

    @BeforeEach
    void sign() {
        file = folder.resolve("call.receipt");
        bank.signed = Optional.of(() -> SignedReceipt.of(BYTES));
    }

    private CliRun run(String... more) {
        String[] words = {
            "account", "transfer", "--from=a", "--to=b", "--cents=5", "--receipt", file.toString()
        };
        return CliRun.of(bank)
                .run(java.util.stream.Stream.of(words, more)
                        .flatMap(java.util.stream.Stream::of)
                        .toArray(String[]::new));
    }

    @Test
    void receipt_completedCall_isInTheFile() throws IOException {
        CliRun run = run();
        assertEquals(0, run.exit(), run.err());
        assertArrayEquals(BYTES, Files.readAllBytes(file));
        assertTrue(run.out().contains("500"), run.out());
    }

    @Test
    void receipt_deniedCall_isInTheFileToo() throws IOException {
        bank.answer = _ ->
                new Outcome.Denied<>(Denial.of(Reason.POLICY_FORBIDDEN, "no"), FakeBank.RECEIPT);
        assertEquals(3, run().exit());
        assertArrayEquals(BYTES, Files.readAllBytes(file));
    }

    @Test
    void receipt_fileExists_isRefusedBeforeTheCall() throws IOException {
        Files.writeString(file, "precious");
        CliRun run = run();
        assertEquals(2, run.exit());
        assertEquals(0, bank.calls.size());
        assertEquals("precious", Files.readString(file));
    }

    @Test
    void receipt_folderMissing_isRefusedBeforeTheCall() {
        file = folder.resolve("nowhere").resolve("call.receipt");
        assertEquals(2, run().exit());
        assertEquals(0, bank.calls.size());
    }

    @Test
    void receipt_nobodySigns_isRefusedBeforeTheCall() {
        bank.signed = Optional.empty();
        CliRun run = run();
        assertEquals(2, run.exit());
        assertTrue(run.err().contains("signs no receipts"), run.err());
        assertEquals(0, bank.calls.size());
        assertFalse(Files.exists(file));
    }

    @Test
    void receipt_cannotBeSigned_saysThatTheCallWasMade() {
        bank.signed = Optional.of(() -> {
            throw new IllegalStateException("the ledger has no such call");
        });
        CliRun run = run();
        assertEquals(10, run.exit());
        assertTrue(run.err().contains("[receipt-unavailable]"), run.err());
        assertTrue(run.err().contains("the call was made"), run.err());
        assertTrue(run.out().contains("500"), run.out());
        assertEquals(1, bank.calls.size());
        assertFalse(Files.exists(file));
    }

    @Test
    void receipt_besideExplain_isRefused() {
        assertEquals(2, run("--explain").exit());
        assertEquals(0, bank.calls.size());
        assertFalse(Files.exists(file));
    }
}

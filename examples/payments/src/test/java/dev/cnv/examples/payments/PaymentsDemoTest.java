package dev.cnv.examples.payments;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PaymentsDemoTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) throws Exception {
        return PaymentsDemo.run(args, stream(out), stream(err));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void demo_ofBothLoads_printsThemAndWritesTheTable() throws Exception {
        Path fresh = folder.resolve("ledgers");
        assertEquals(0, run(fresh.toString(), "20000", "100000", "10"), () -> text(out));
        assertTrue(text(out).startsWith("as fast as they are taken\n"), () -> text(out));
        assertTrue(text(out).contains("100000 a second\n"), () -> text(out));
        assertTrue(text(err).startsWith("about 22222 frames, as fast as"), () -> text(err));
        String table = Files.readString(fresh.resolve("payments.md"));
        assertTrue(table.contains("1,000,000 accounts, 64 agents, 10 % of the frames"), table);
        assertTrue(table.contains("| | at full speed | at 100,000 frames a second |"), table);
        assertTrue(table.contains("| transfers sent; ran; denied | 20,000; "), table);
    }

    @Test
    void demo_ofWrongArguments_saysWhichAndHowItIsUsed() throws Exception {
        String fresh = folder.resolve("fresh").toString();
        refused("there are 0 arguments, not 4");
        refused("TRANSFERS=0 is no number from 1000", fresh, "0", "1000", "10");
        refused("TRANSFERS=abc is no number", fresh, "abc", "1000", "10");
        refused("TRANSFERS=-1 is no number", fresh, "-1", "1000", "10");
        refused("PER_SECOND=999 is no number from 1000", fresh, "1000", "999", "10");
        refused("BALANCE_PERCENT=91 is no number from 0 to 90", fresh, "1000", "1000", "91");
        refused("BALANCE_PERCENT=-4294967296 is no", fresh, "1000", "1000", "-4294967296");
        refused("FOLDER=" + folder + " exists already", folder.toString(), "1000", "1000", "10");
        assertFalse(Files.exists(Path.of(fresh)));
    }

    private void refused(String why, String... args) throws Exception {
        err.reset();
        assertEquals(2, run(args));
        assertTrue(text(err).startsWith("payments: " + why), () -> text(err));
        assertTrue(text(err).contains("usage: PaymentsDemo FOLDER"), () -> text(err));
        assertEquals("", text(out));
    }

    /** The script says it before it builds anything. */
    @Test
    void script_ofWrongArguments_saysWhichAndHowItIsUsed() throws Exception {
        scriptRefuses("TRANSFERS=0 is ", "0");
        scriptRefuses("TRANSFERS=abc is ", "abc");
        scriptRefuses("TRANSFERS=-5 is ", "-5");
        scriptRefuses("PER_SECOND=x is ", "1000", "x");
        scriptRefuses("PER_SECOND=999 is ", "1000", "999");
        scriptRefuses("BALANCE_PERCENT=91 is ", "1000", "1000", "91");
        scriptRefuses("FOLDER=" + folder + " exists", "--folder", folder.toString());
        scriptRefuses("there are 4 arguments", "1000", "1000", "10", "more");
    }

    private void scriptRefuses(String why, String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "run.sh"));
        command.addAll(List.of(args));
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        int status = process.waitFor();
        String text = Files.readString(said);
        assertTrue(text.startsWith("run.sh: " + why), text);
        assertTrue(text.contains("usage: examples/payments/run.sh [--folder"), text);
        assertEquals(2, status, text);
    }

    @Test
    void progress_isSaidUntilItIsClosed() throws Exception {
        CountDownLatch twice = new CountDownLatch(2);
        Progress progress = Progress.start(
                stream(err),
                1_000_000,
                () -> {
                    twice.countDown();
                    return 12_345;
                },
                Duration.ofMillis(1));
        twice.await();
        progress.close();
        assertTrue(
                text(err).startsWith("12,345 of about 1,000,000 frames are done"), () -> text(err));
        Thread.sleep(20);
        String closed = text(err);
        Thread.sleep(20);
        assertEquals(closed, text(err));
    }
}

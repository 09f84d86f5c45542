package dev.cnv.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.governance.EventOrigins;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.RandomIds;
import dev.cnv.runtime.swarm.PhaseListener;
import dev.cnv.runtime.swarm.SwarmPhase;
import dev.cnv.runtime.swarm.Swarms;
import dev.cnv.runtime.time.VirtualTime;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cnv swarm} over a ledger that swarms wrote. */
class SwarmFilesTest {

    private static final AgentId OPERATOR = new AgentId("operator");

    @TempDir
    private Path folder;

    private final VirtualTime time = new VirtualTime(Instant.parse("2026-01-01T00:00:00Z"));

    @BeforeEach
    void fill() {
        try (FileLedger ledger = open()) {
            Swarms swarms = swarms(ledger);
            swarms.open("burnt")
                    .alarm(OPERATOR, "")
                    .orThrow()
                    .shutDown(OPERATOR, "")
                    .orThrow();
            SwarmPhase.Operational operational = swarms.open("hive")
                    .negotiate(OPERATOR, "")
                    .orThrow()
                    .activate(OPERATOR, "")
                    .orThrow()
                    .operate(OPERATOR, "")
                    .orThrow();
            for (int i = 0; i < 12; i++) {
                time.advance(Duration.ofMillis(i == 11 ? 60_000 : 5_000 + i % 3));
                SwarmPhase.Degraded degraded = operational.degrade(OPERATOR, "").orThrow();
                time.advance(Duration.ofSeconds(1));
                SwarmPhase.Recovery recovery = degraded.recover(OPERATOR, "").orThrow();
                time.advance(Duration.ofSeconds(1));
                operational = recovery.operate(OPERATOR, "").orThrow();
            }
        }
    }

    private FileLedger open() {
        return FileLedger.open(folder.resolve("ledger"), time);
    }

    private Swarms swarms(FileLedger ledger) {
        return Swarms.of(
                8,
                ledger,
                new EventOrigins(time, new RandomIds(new Random(1))),
                PhaseListener.none());
    }

    @Test
    void status_showsEachSwarmAndItsPhase() {
        ToolRun run = run("status");
        assertEquals(0, run.exit(), run.err());
        assertEquals("burnt", run.json().at("/0/swarm").stringValue());
        assertEquals("SHUTDOWN", run.json().at("/0/phase").stringValue());
        assertEquals("hive", run.json().at("/1/swarm").stringValue());
        assertEquals("OPERATIONAL", run.json().at("/1/phase").stringValue());
        assertEquals(39, run.json().at("/1/moves").intValue());
        assertEquals(1, run("status", "--swarm=hive").json().size());
    }

    @Test
    void matrix_countsTheMoves_andDrawsThem() throws Exception {
        Path svg = folder.resolve("m.svg");
        ToolRun run = run("matrix", "--svg", svg.toString());
        assertEquals(0, run.exit(), run.err());
        assertEquals("operational", run.json().at("/3/from").stringValue());
        assertEquals(12, run.json().at("/3/degraded").intValue());
        assertEquals(1, run.json().at("/7/shutdown").intValue());
        assertTrue(Files.readString(svg).startsWith("<svg "));
        assertFalse(run("matrix", "--svg", svg.toString()).exit() == 0);
    }

    @Test
    void anomalies_namesThePhaseThatLastedTooLong() {
        ToolRun run = run("anomalies", "--swarm=hive");
        assertEquals(0, run.exit(), run.err());
        List<String> found = run.json()
                .valueStream()
                .filter(one -> one.get("kind").stringValue().equals("DURATION"))
                .map(one ->
                        one.get("swarm").stringValue() + " " + one.get("phase").stringValue()
                                + " " + one.get("value").doubleValue() + " "
                                + one.get("severity").stringValue())
                .toList();
        assertEquals(List.of("hive OPERATIONAL 60.0 CRITICAL"), found);
        assertEquals(0, run("anomalies", "--classic").exit());
    }

    @Test
    void watch_showsTheSwarmsAgainWhenOneMoves() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try (FileLedger ledger = open()) {
            ToolRun[] run = new ToolRun[1];
            Thread watch = new Thread(() -> run[0] = run("watch", "--count=1", "--duration=30s"));
            watch.start();
            while (watch.isAlive() && !out.toString(StandardCharsets.UTF_8).contains("hive")) {
                watch.join(50);
            }
            SwarmPhase.Operational hive = (SwarmPhase.Operational)
                    swarms(ledger).find("hive").orElseThrow().phase();
            hive.shutDown(OPERATOR, "").orThrow();
            watch.join();
            assertEquals(0, run[0].exit(), run[0].err());
        } finally {
            System.setOut(before);
        }
        String printed = out.toString(StandardCharsets.UTF_8);
        assertTrue(printed.matches("(?s).*hive +OPERATIONAL.*hive +SHUTDOWN.*"), printed);
    }

    @Test
    void screen_nameThatWouldSteerTheTerminal_isMadePlain() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new SwarmScreen(new PrintStream(out, true, StandardCharsets.UTF_8), true)
                .show(List.of(new SwarmFiles.Standing(
                        "a\u001b[31m", "OPERATIONAL", Instant.EPOCH, 1, List.of())));
        String printed = out.toString(StandardCharsets.UTF_8);
        assertTrue(printed.startsWith("\u001b[H\u001b[2J"), printed);
        assertTrue(printed.contains("a?[31m"), printed);
    }

    private ToolRun run(String verb, String... more) {
        String[] words = new String[5 + more.length];
        System.arraycopy(
                new String[] {
                    "swarm", verb, "--dir", folder.resolve("ledger").toString(), "--output=json"
                },
                0,
                words,
                0,
                5);
        System.arraycopy(more, 0, words, 5, more.length);
        return ToolRun.of(folder.resolve("operator"), words);
    }
}

package dev.cnv.runtime.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.cnv.runtime.time.VirtualTime;
import dev.cnv.testing.Property;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SwarmTableTest {

    private final VirtualTime time = new VirtualTime(Instant.EPOCH);

    @Test
    void word_isWhatWasPutIn() {
        Property.named("swarmWord_isWhatWasPutIn")
                .check(
                        draws -> new int[] {
                            draws.between(0, 7),
                            draws.between(0, 3),
                            draws.between(0, Integer.MAX_VALUE),
                            draws.between(0, SwarmWord.MAX_AGENTS),
                            draws.between(0, SwarmWord.MAX_AGENTS)
                        },
                        in -> {
                            Phase phase = Phase.of(in[0]);
                            long word = SwarmWord.of(phase, in[1], in[2], in[3], in[4]);
                            assertEquals(
                                    new SwarmMark(phase, in[2], in[3], in[4]), SwarmMark.of(word));
                            assertEquals(in[1], SwarmWord.stage(word));
                            for (Phase to : Phase.values()) {
                                assertEquals(
                                        SwarmWord.of(
                                                to, SwarmWord.AT_REST, in[2] + 1, in[3], in[4]),
                                        SwarmWord.moved(word, to));
                            }
                        });
    }

    @Test
    void row_isOf128Bytes_measured() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        SwarmTable table = SwarmTable.unrecorded(100_000, time, PhaseListener.none());
        for (int i = 0; i < 100_000; i++) {
            table.open();
        }
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        assertEquals(128, SwarmTable.ROW_BYTES);
        assertTrue(bytes < 100_000L * 129, "bytes=" + bytes);
        assertEquals(100_000, table.view().swarmCount());
    }

    @Test
    void coordinator_aMillionSwarms_areAllMovedAndCounted() {
        SwarmTable table = SwarmTable.unrecorded(1_000_000, time, PhaseListener.none());
        for (int i = 0; i < 1_000_000; i++) {
            int row = table.open();
            if (i % 4 != 0) {
                assertTrue(table.move(row, table.mark(row), Phase.NEGOTIATION, "", "")
                        .isEmpty());
            }
        }
        TableView view = table.view();
        assertEquals(250_000, view.swarms().get(Phase.BOOTSTRAP));
        assertEquals(750_000, view.swarms().get(Phase.NEGOTIATION));
        assertEquals(1_000_000, view.swarmCount());
        assertTrue(view.atOneMoment());
        assertThrows(IllegalStateException.class, table::open);
    }

    @Test
    void move_illegal_isRefusedAndNothingChanges() {
        SwarmTable table = SwarmTable.unrecorded(1, time, PhaseListener.none());
        int row = table.open();
        SwarmMark mark = table.mark(row);
        for (Phase to : Phase.values()) {
            if (!PhaseTable.allows(Phase.BOOTSTRAP, to)) {
                assertEquals(
                        Optional.of(new Refusal.IllegalMove(Phase.BOOTSTRAP, to)),
                        table.move(row, mark, to, "", ""));
            }
        }
        assertEquals(mark, table.mark(row));
    }

    @Test
    void rows_ofNoSwarm_areMisuse() {
        SwarmTable table = SwarmTable.unrecorded(2, time, PhaseListener.none());
        int row = table.open();
        SwarmMark mark = table.mark(row);
        assertThrows(IllegalArgumentException.class, () -> table.mark(-1));
        assertThrows(IllegalArgumentException.class, () -> table.view(1));
        assertThrows(
                IllegalArgumentException.class,
                () -> table.move(1, mark, Phase.NEGOTIATION, "", ""));
        assertThrows(
                IllegalArgumentException.class,
                () -> SwarmTable.unrecorded(0, time, PhaseListener.none()));
    }

    @Test
    void agents_beyondTheMost_areRefused() {
        SwarmTable table = SwarmTable.unrecorded(1, time, PhaseListener.none());
        int row = table.open(Phase.ACTIVATION, 0);
        SwarmMark mark = table.mark(row);
        for (int i = 0; i < SwarmTable.MAX_AGENTS; i++) {
            assertEquals(Optional.empty(), table.joined(row, mark));
        }
        assertInstanceOf(Refusal.AgentRefused.class, table.joined(row, mark).orElseThrow());
        assertEquals(SwarmTable.MAX_AGENTS, table.mark(row).agentCount());
        for (int i = 0; i < SwarmTable.MAX_AGENTS; i++) {
            assertEquals(Optional.empty(), table.agentFailed(row, mark));
        }
        assertTrue(table.agentFailed(row, mark).isPresent());
        assertTrue(table.agentLeft(row, mark, false).isPresent());
        assertEquals(0, table.mark(row).healthRatio());
        assertEquals(0, table.view().healthRatio());
    }

    @Test
    void steps_ofAnotherPhase_areRefused() {
        SwarmTable table = SwarmTable.unrecorded(1, time, PhaseListener.none());
        int row = table.open();
        SwarmMark mark = table.mark(row);
        for (Optional<Refusal> refused : java.util.List.of(
                table.succeeded(row, mark),
                table.failed(row, mark),
                table.resetFailures(row, mark),
                table.joined(row, mark),
                table.rejoined(row, mark))) {
            assertInstanceOf(Refusal.WrongPhase.class, refused.orElseThrow());
        }
        assertInstanceOf(Step.Refused.class, table.finalise(row, mark));
        assertEquals(Optional.empty(), table.erred(row, mark));
    }

    @Test
    void finalised_row_isUsedAgainWithNothingOfTheLifeBefore() {
        SwarmTable table = SwarmTable.unrecorded(1, time, PhaseListener.none());
        int row = table.open(Phase.ACTIVATION, 0);
        SwarmMark first = table.mark(row);
        table.joined(row, first);
        table.erred(row, first);
        time.advance(Duration.ofSeconds(1));
        table.move(row, first, Phase.EMERGENCY, "", "");
        table.move(row, table.mark(row), Phase.SHUTDOWN, "", "");
        assertInstanceOf(
                Refusal.WrongPhase.class, table.erred(row, table.mark(row)).orElseThrow());
        SwarmView last = table.finalise(row, table.mark(row)).orThrow();
        assertEquals(1, last.errorCount());
        assertEquals(Duration.ofSeconds(1), last.uptime());
        assertThrows(IllegalArgumentException.class, () -> table.mark(row));
        assertInstanceOf(
                Refusal.Gone.class,
                table.move(row, first, Phase.EMERGENCY, "", "").orElseThrow());
        assertEquals(0, table.view().swarmCount());

        assertEquals(row, table.open());
        SwarmView view = table.view(row);
        assertEquals(0, view.errorCount());
        assertEquals(Duration.ZERO, view.uptime());
        assertEquals(0, view.mark().agentCount());
        assertInstanceOf(
                Refusal.StalePhase.class,
                table.move(row, first, Phase.EMERGENCY, "", "").orElseThrow());
    }
}

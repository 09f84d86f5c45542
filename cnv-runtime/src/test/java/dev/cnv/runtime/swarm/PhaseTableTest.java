package dev.cnv.runtime.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PhaseTableTest {

    @Test
    void moves_areSeventeen_andThoseOfTheFile() throws IOException {
        assertEquals(17, PhaseTable.moves().size());
        assertEquals(Set.copyOf(typedIn()), Set.copyOf(PhaseTable.moves()));
    }

    @Test
    void allows_eachOfTheSixtyFourPairs_isWhatTheFileSays() throws IOException {
        Set<PhaseMove> legal = new HashSet<>(typedIn());
        for (Phase from : Phase.values()) {
            for (Phase to : Phase.values()) {
                assertEquals(
                        legal.contains(new PhaseMove(from, to)),
                        PhaseTable.allows(from, to),
                        from + "->" + to);
            }
        }
    }

    @Test
    void numbers_areStable() {
        assertEquals(
                "BOOTSTRAP 0 NEGOTIATION 1 ACTIVATION 2 OPERATIONAL 3 DEGRADED 4 RECOVERY 5"
                        + " SHUTDOWN 6 EMERGENCY 7",
                Arrays.stream(Phase.values())
                        .map(phase -> phase + " " + phase.number())
                        .collect(Collectors.joining(" ")));
        for (Phase phase : Phase.values()) {
            assertEquals(phase, Phase.of(phase.number()));
        }
        assertThrows(IllegalArgumentException.class, () -> Phase.of(8));
        assertThrows(IllegalArgumentException.class, () -> Phase.of(-1));
    }

    @Test
    void shutdown_isTheOnlyTerminalPhase() {
        for (Phase phase : Phase.values()) {
            assertEquals(phase.terminal(), PhaseTable.movesFrom(phase).isEmpty(), phase.name());
        }
        assertTrue(Phase.SHUTDOWN.terminal());
    }

    @Test
    void forced_isShutdownOutOfAnEmergency() {
        assertEquals(
                List.of(new PhaseMove(Phase.EMERGENCY, Phase.SHUTDOWN)),
                PhaseTable.moves().stream().filter(PhaseMove::forced).toList());
    }

    /** The table that a person typed in from the specification. */
    static List<PhaseMove> typedIn() throws IOException {
        try (InputStream in = PhaseTableTest.class.getResourceAsStream("phase-moves.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .map(pair -> new PhaseMove(Phase.valueOf(pair[0]), Phase.valueOf(pair[1])))
                    .toList();
        }
    }

    @Test
    void phases_ofSources_areTheseByNameAndOrder() {
        assertEquals(
                java.util.Arrays.stream(dev.cnv.annotations.Phase.values())
                        .map(Enum::name)
                        .toList(),
                java.util.Arrays.stream(Phase.values()).map(Enum::name).toList());
    }
}

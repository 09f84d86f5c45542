package dev.cnv.runtime.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.testing.Tlc;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * TLC over {@code Phases.tla}, with the moves of the table that the code uses. Each variant that leaves
 * one precaution out must be refuted, or the check would be no check.
 */
class PhaseModelTest {

    private static final Pattern STATES =
            Pattern.compile("(\\d+) distinct states found, 0 states left");

    @TempDir
    private Path folder;

    @Test
    void model_asTheCodeDoesIt_holds() throws Exception {
        String said = check(PhaseTable.moves(), true, true);
        assertTrue(said.contains("Model checking completed. No error has been found"), said);
        Matcher states = STATES.matcher(said);
        assertTrue(states.find() && Long.parseLong(states.group(1)) > 5_000, said);
    }

    @Test
    void model_wordBeforeLedger_isRefuted() throws Exception {
        String said = check(PhaseTable.moves(), false, true);
        assertTrue(said.contains("Invariant WhatHoldsIsWritten is violated"), said);
    }

    @Test
    void model_claimByPhaseAlone_isRefuted() throws Exception {
        String said = check(PhaseTable.moves(), true, false);
        assertTrue(said.contains("Invariant NoStaleMove is violated"), said);
    }

    @Test
    void model_withAMoveOutOfShutdown_isRefuted() throws Exception {
        List<PhaseMove> more = new java.util.ArrayList<>(PhaseTable.moves());
        more.add(new PhaseMove(Phase.SHUTDOWN, Phase.BOOTSTRAP));
        String said = check(more, true, true);
        assertTrue(said.contains("Action property ShutdownStays is violated"), said);
    }

    private String check(List<PhaseMove> moves, boolean recordFirst, boolean checkEpoch)
            throws IOException, InterruptedException {
        assertEquals(moves.size(), moves.stream().distinct().count());
        return Tlc.check(
                PhaseModelTest.class,
                "Phases",
                folder,
                "PhaseMoves",
                movesModule(moves), """
                SPECIFICATION Spec
                CONSTANTS
                    Movers = {"one", "two"}
                    MaxEpoch = 4
                    RecordFirst = %s
                    CheckEpoch = %s
                INVARIANTS LedgerIsAWalk WhatHoldsIsWritten LastIsPhase OneClaims NoStaleMove
                PROPERTIES LegalStep ShutdownStays
                """.formatted(text(recordFirst), text(checkEpoch)));
    }

    private static String movesModule(List<PhaseMove> moves) {
        return moves.stream()
                .map(move -> "<<\"" + move.from() + "\", \"" + move.to() + "\">>")
                .collect(Collectors.joining(
                        ",\n    ", "---- MODULE PhaseMoves ----\nMoves == {\n    ", "}\n====\n"));
    }

    private static String text(boolean value) {
        return value ? "TRUE" : "FALSE";
    }
}

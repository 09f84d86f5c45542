package dev.cnv.runtime.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.protocol.HandshakeMove.Input;
import dev.cnv.runtime.protocol.HandshakeMove.Output;
import dev.cnv.testing.Tlc;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * TLC over {@code Handshake.tla}, with the moves of the table that the code uses: lists of up to two of
 * the versions, and somebody in the middle who does anything. Each variant that leaves one precaution
 * out must be refuted, or the check would be no check.
 */
class HandshakeModelTest {

    private static final Pattern STATES =
            Pattern.compile("(\\d+) distinct states found, 0 states left");
    private static final String ALL =
            "BothAgree NobodyAlone InitiatorLast NoDowngrade NothingFromNothing";

    @TempDir
    private Path folder;

    @Test
    void model_signed_holdsAgainstWhoeverHasTheChannel() throws Exception {
        String said = check(HandshakeTable.moves(), true, true, true, 2, ALL);
        requireCompleted(said, 3_000);
    }

    @Test
    @Tag("nightly")
    void model_signedWithThreeVersions_holdsAgainstWhoeverHasTheChannel() throws Exception {
        requireCompleted(check(HandshakeTable.moves(), true, true, true, 3, ALL), 40_000);
    }

    /** On a channel that lets nobody confirm in another's name, hashes are enough. */
    @Test
    void model_ofHashes_holdsWhereNobodyRewritesConfirmations() throws Exception {
        requireCompleted(check(HandshakeTable.moves(), false, false, true, 2, ALL), 3_000);
    }

    @Test
    void model_ofHashesOnAnOpenChannel_isRefuted() throws Exception {
        String said = check(HandshakeTable.moves(), false, true, true, 2, "NoDowngrade");
        assertTrue(said.contains("Invariant NoDowngrade is violated"), said);
    }

    @Test
    void model_withoutConfirmations_isRefuted() throws Exception {
        List<HandshakeMove> hasty = HandshakeTable.moves().stream()
                .map(move -> move.input() == Input.OFFER_MATCHES
                        ? new HandshakeMove(
                                move.from(),
                                move.input(),
                                HandshakeState.ESTABLISHED,
                                move.output())
                        : move)
                .toList();
        String said = check(hasty, true, true, true, 2, "NoDowngrade");
        assertTrue(said.contains("Invariant NoDowngrade is violated"), said);
    }

    @Test
    void model_withoutRolesInSignatures_isRefuted() throws Exception {
        String said = check(HandshakeTable.moves(), true, true, false, 2, "NobodyAlone");
        assertTrue(said.contains("Invariant NobodyAlone is violated"), said);
    }

    @Test
    void model_ofThisTable_canEstablishBoth() throws Exception {
        String said = check(HandshakeTable.moves(), true, true, true, 2, "NeverBoth");
        assertTrue(said.contains("Invariant NeverBoth is violated"), said);
    }

    @Test
    void table_hasOneMoveForEachStateAndInput_andRefusesTheRest() {
        int listed = 0;
        for (HandshakeState from : HandshakeState.values()) {
            for (Input input : Input.values()) {
                if (from.isFinal()) {
                    assertThrows(
                            IllegalStateException.class,
                            () -> HandshakeTable.move(from, input));
                    continue;
                }
                List<HandshakeMove> found = HandshakeTable.moves().stream()
                        .filter(move -> move.from() == from && move.input() == input)
                        .toList();
                HandshakeMove does = HandshakeTable.move(from, input);
                if (found.isEmpty()) {
                    assertEquals(HandshakeState.REFUSED, does.to());
                    assertEquals(
                            input == Input.ERROR ? Output.NOTHING : Output.ERROR, does.output());
                } else {
                    assertEquals(List.of(does), found);
                    listed++;
                }
            }
        }
        assertEquals(9, listed);
        assertEquals(9, HandshakeTable.moves().size());
    }

    private static void requireCompleted(String said, long minStates) {
        assertTrue(said.contains("Model checking completed. No error has been found"), said);
        Matcher states = STATES.matcher(said);
        assertTrue(states.find() && Long.parseLong(states.group(1)) > minStates, said);
    }

    private String check(
            List<HandshakeMove> moves,
            boolean signed,
            boolean rewrites,
            boolean roleSigned,
            int versions,
            String invariants)
            throws Exception {
        return Tlc.check(
                HandshakeModelTest.class,
                "Handshake",
                folder,
                "HandshakeMoves",
                movesModule(moves), """
                SPECIFICATION Spec
                CONSTANTS
                    Versions = %s
                    Signed = %s
                    Rewrites = %s
                    RoleSigned = %s
                INVARIANTS %s
                PROPERTIES FinalStays
                """.formatted(
                                versions == 3 ? "{1, 2, 3}" : "{1, 2}",
                                text(signed),
                                text(rewrites),
                                text(roleSigned),
                                invariants));
    }

    private static String movesModule(List<HandshakeMove> moves) {
        return moves.stream()
                .map(move -> "<<\"" + move.from() + "\", \"" + move.input() + "\", \"" + move.to()
                        + "\", \"" + move.output() + "\">>")
                .collect(Collectors.joining(
                        ",\n    ",
                        "---- MODULE HandshakeMoves ----\nMoves == {\n    ",
                        "}\n====\n"));
    }

    private static String text(boolean value) {
        return value ? "TRUE" : "FALSE";
    }
}

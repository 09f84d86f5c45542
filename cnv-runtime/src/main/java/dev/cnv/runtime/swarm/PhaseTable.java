package dev.cnv.runtime.swarm;

import static dev.cnv.runtime.swarm.Phase.ACTIVATION;
import static dev.cnv.runtime.swarm.Phase.BOOTSTRAP;
import static dev.cnv.runtime.swarm.Phase.DEGRADED;
import static dev.cnv.runtime.swarm.Phase.EMERGENCY;
import static dev.cnv.runtime.swarm.Phase.NEGOTIATION;
import static dev.cnv.runtime.swarm.Phase.OPERATIONAL;
import static dev.cnv.runtime.swarm.Phase.RECOVERY;
import static dev.cnv.runtime.swarm.Phase.SHUTDOWN;

import java.util.List;

/**
 * The table of legal moves between phases: 17 of the 64 pairs. A state word is moved by nothing but a
 * pair that stands here.
 *
 * <pre>
 *  from \ to     BOO NEG ACT OPE DEG REC SHU EME
 *  BOOTSTRAP      .   x   .   .   .   .   .   x
 *  NEGOTIATION    .   .   x   .   .   .   .   x
 *  ACTIVATION     .   .   .   x   .   .   .   x
 *  OPERATIONAL    .   .   .   .   x   .   x   x
 *  DEGRADED       .   .   .   .   .   x   x   x
 *  RECOVERY       .   .   .   x   .   .   x   x
 *  SHUTDOWN       .   .   .   .   .   .   .   .
 *  EMERGENCY      .   .   .   .   .   x   x   .
 * </pre>
 */
public final class PhaseTable {

    private static final List<PhaseMove> MOVES = List.of(
            new PhaseMove(BOOTSTRAP, NEGOTIATION),
            new PhaseMove(BOOTSTRAP, EMERGENCY),
            new PhaseMove(NEGOTIATION, ACTIVATION),
            new PhaseMove(NEGOTIATION, EMERGENCY),
            new PhaseMove(ACTIVATION, OPERATIONAL),
            new PhaseMove(ACTIVATION, EMERGENCY),
            new PhaseMove(OPERATIONAL, DEGRADED),
            new PhaseMove(OPERATIONAL, SHUTDOWN),
            new PhaseMove(OPERATIONAL, EMERGENCY),
            new PhaseMove(DEGRADED, RECOVERY),
            new PhaseMove(DEGRADED, SHUTDOWN),
            new PhaseMove(DEGRADED, EMERGENCY),
            new PhaseMove(RECOVERY, OPERATIONAL),
            new PhaseMove(RECOVERY, SHUTDOWN),
            new PhaseMove(RECOVERY, EMERGENCY),
            new PhaseMove(EMERGENCY, RECOVERY),
            new PhaseMove(EMERGENCY, SHUTDOWN));

    private static final long LEGAL = MOVES.stream()
            .mapToLong(move -> bit(move.from(), move.to()))
            .reduce(0, (one, other) -> one | other);

    private PhaseTable() {}

    /**
     * Whether a phase may follow another.
     *
     * @param from the phase before
     * @param to the phase after
     * @return true for the 17 legal moves
     */
    public static boolean allows(Phase from, Phase to) {
        return (LEGAL & bit(from, to)) != 0;
    }

    /**
     * The legal moves.
     *
     * @return all 17, by the number of the phase before, then after
     */
    public static List<PhaseMove> moves() {
        return MOVES;
    }

    /**
     * The legal moves out of a phase.
     *
     * @param from the phase
     * @return none for a terminal phase
     */
    public static List<PhaseMove> movesFrom(Phase from) {
        return MOVES.stream().filter(move -> move.from() == from).toList();
    }

    private static long bit(Phase from, Phase to) {
        return 1L << (from.number() * Phase.COUNT + to.number());
    }
}

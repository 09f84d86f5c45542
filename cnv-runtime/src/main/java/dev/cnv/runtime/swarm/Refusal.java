package dev.cnv.runtime.swarm;

import dev.cnv.runtime.outcome.Denial;

/** Why a step of a swarm was not made, as data. Whatever it is, nothing was changed. */
public sealed interface Refusal {

    /** {@return one sentence for people, with the values that matter} */
    String message();

    /**
     * The swarm has moved on since the phase object or mark was made.
     *
     * @param held the phase of the holder
     * @param found the phase of the swarm
     * @param movesSince how many moves it is behind
     */
    record StalePhase(Phase held, Phase found, int movesSince) implements Refusal {
        @Override
        public String message() {
            return "held=" + held + " was left behind: the swarm is in phase=" + found
                    + " since moves=" + movesSince;
        }
    }

    /**
     * Another thread is in the middle of a move of this swarm. Asking again a little later tells how it
     * ended.
     *
     * @param from the phase that still holds
     */
    record MoveUnderWay(Phase from) implements Refusal {
        @Override
        public String message() {
            return "a move out of phase=" + from + " is under way";
        }
    }

    /**
     * No table has this move.
     *
     * @param from the phase before
     * @param to the phase asked for
     */
    record IllegalMove(Phase from, Phase to) implements Refusal {
        @Override
        public String message() {
            return "from=" + from + " to=" + to + " is not one of the legal moves "
                    + PhaseTable.movesFrom(from);
        }
    }

    /**
     * The ledger could not take the move, so it does not hold.
     *
     * @param denial the ledger's trouble
     */
    record NotRecorded(Denial denial) implements Refusal {
        @Override
        public String message() {
            return denial.message();
        }
    }

    /**
     * The step is not one for this phase.
     *
     * @param step what was asked for
     * @param found the phase of the swarm
     */
    record WrongPhase(String step, Phase found) implements Refusal {
        @Override
        public String message() {
            return "step=" + step + " is not for phase=" + found;
        }
    }

    /**
     * The agent is not in the state that the step needs.
     *
     * @param agent its name; empty where agents are only counted
     * @param why in words
     */
    record AgentRefused(String agent, String why) implements Refusal {
        @Override
        public String message() {
            return "agent=" + agent + " " + why;
        }
    }

    /** The row belongs to no swarm any more. */
    record Gone() implements Refusal {
        @Override
        public String message() {
            return "the swarm was finalised";
        }
    }
}

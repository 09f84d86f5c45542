package dev.cnv.runtime.swarm;

/** What happens to one agent of a swarm, as a change of the counts in its word. */
enum AgentStep {
    JOIN {
        @Override
        boolean in(Phase phase) {
            return phase == Phase.ACTIVATION;
        }

        @Override
        boolean allowed(long word) {
            return in(SwarmWord.phase(word)) && SwarmWord.agents(word) < SwarmWord.MAX_AGENTS;
        }

        @Override
        long applied(long word) {
            return SwarmWord.withAgent(word, 1);
        }
    },
    /** An agent that was in before is back. */
    REJOIN {
        @Override
        boolean in(Phase phase) {
            return switch (phase) {
                case OPERATIONAL, DEGRADED, RECOVERY, EMERGENCY -> true;
                case BOOTSTRAP, NEGOTIATION, ACTIVATION, SHUTDOWN -> false;
            };
        }

        @Override
        boolean allowed(long word) {
            return in(SwarmWord.phase(word)) && SwarmWord.agents(word) < SwarmWord.MAX_AGENTS;
        }

        @Override
        long applied(long word) {
            return JOIN.applied(word);
        }
    },
    FAIL {
        @Override
        boolean allowed(long word) {
            return alive(word) && SwarmWord.failed(word) < SwarmWord.agents(word);
        }

        @Override
        long applied(long word) {
            return SwarmWord.withFailed(word, 1);
        }
    },
    RECOVER {
        @Override
        boolean allowed(long word) {
            return alive(word) && SwarmWord.failed(word) > 0;
        }

        @Override
        long applied(long word) {
            return SwarmWord.withFailed(word, -1);
        }
    },
    /** A healthy agent leaves. */
    LEAVE {
        @Override
        boolean allowed(long word) {
            return FAIL.allowed(word);
        }

        @Override
        long applied(long word) {
            return SwarmWord.withAgent(word, -1);
        }
    },
    /** A failed agent leaves. */
    LEAVE_FAILED {
        @Override
        boolean allowed(long word) {
            return RECOVER.allowed(word);
        }

        @Override
        long applied(long word) {
            return SwarmWord.withFailed(SwarmWord.withAgent(word, -1), -1);
        }
    };

    /** Whether it is a step for a phase. */
    boolean in(Phase phase) {
        return !phase.terminal();
    }

    abstract boolean allowed(long word);

    abstract long applied(long word);

    boolean alive(long word) {
        return in(SwarmWord.phase(word));
    }
}

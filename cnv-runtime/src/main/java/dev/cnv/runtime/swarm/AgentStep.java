package dev.cnv.runtime.swarm;

/** What happens to one agent of a swarm, as a change of the counts in its word. */
enum AgentStep {
    JOIN {
        @Override
        boolean allowed(long word) {
            return SwarmWord.phase(word) == Phase.ACTIVATION
                    && SwarmWord.agents(word) < SwarmWord.MAX_AGENTS;
        }

        @Override
        long applied(long word) {
            return SwarmWord.withAgent(word, 1);
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

    abstract boolean allowed(long word);

    abstract long applied(long word);

    private static boolean alive(long word) {
        return !SwarmWord.phase(word).terminal();
    }
}

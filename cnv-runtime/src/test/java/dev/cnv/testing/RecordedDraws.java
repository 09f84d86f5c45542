package dev.cnv.testing;

import java.util.ArrayList;
import java.util.List;

/** Replays given choices, then 0; or records those of another source. What was used is kept. */
final class RecordedDraws implements Draws {

    /** Longer cases are given up: a generator that never ends must not hang the build. */
    private static final int MAX_DRAWS = 1_000_000;

    private final Draws source;
    private final List<Long> used = new ArrayList<>();

    private RecordedDraws(Draws source) {
        this.source = source;
    }

    static RecordedDraws recording(Draws source) {
        return new RecordedDraws(source);
    }

    static RecordedDraws replaying(List<Long> choices) {
        return new RecordedDraws(new Draws() {
            private int next;

            @Override
            public long upTo(long max) {
                return next < choices.size() ? Math.min(choices.get(next++), max) : 0;
            }
        });
    }

    @Override
    public long upTo(long max) {
        if (used.size() == MAX_DRAWS) {
            throw new IllegalStateException(
                    "draws=" + MAX_DRAWS + " in one case: does the generator end?");
        }
        long value = source.upTo(max);
        used.add(value);
        return value;
    }

    List<Long> used() {
        return List.copyOf(used);
    }
}

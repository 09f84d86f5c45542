package dev.cnv.remote;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.EffectBoundary;
import dev.cnv.annotations.Effects;
import java.util.concurrent.atomic.AtomicInteger;

/** A verb for the runtimes that follow and ask. */
public final class Notes {

    /** How often the verb ran. */
    final AtomicInteger reads = new AtomicInteger();

    /** No notes. */
    public Notes() {}

    /**
     * Reads a note.
     *
     * @param name which
     * @return the note
     */
    @Capability(id = "note.read")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.BATCH)
    public String read(String name) {
        count();
        return "note " + name;
    }

    @EffectBoundary(value = Effect.READ_ONLY, reason = "the test counts what ran")
    private void count() {
        reads.incrementAndGet();
    }
}

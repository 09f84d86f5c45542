package dev.cnv.tool;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import java.util.concurrent.atomic.AtomicInteger;

/** An application's verb, as service loading finds it on a class path. */
public final class Greetings {

    private final AtomicInteger pondered = new AtomicInteger();

    /** Nothing was pondered yet. */
    public Greetings() {}

    /**
     * Greets.
     *
     * @param name whom
     * @return the greeting
     */
    @Capability(id = "greeting.say")
    @Effects(Effect.READ_ONLY)
    public String say(String name) {
        return "Good day, " + name + ".";
    }

    /**
     * Greets after a while. Its decision is on disk before, as that of every verb that changes something.
     *
     * @param name whom
     * @return the greeting
     * @throws InterruptedException when it is stopped
     */
    @Capability(id = "greeting.ponder")
    @Effects(Effect.MUTATE_STATE)
    @Contract(duration = DurationClass.BATCH)
    public String ponder(String name) throws InterruptedException {
        pondered.incrementAndGet();
        Thread.sleep(3_000);
        return "At last: good day, " + name + ".";
    }
}

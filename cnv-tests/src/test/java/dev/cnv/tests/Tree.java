package dev.cnv.tests;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Limits;

/** A verb whose processes are to be held together. */
public final class Tree {

    /** Gives its word back. */
    @Capability(id = "tree.echo")
    @Effects(Effect.READ_ONLY)
    @Contract(
            duration = DurationClass.USER_INITIATED,
            isolation = Isolation.SANDBOXED,
            limits = @Limits(memoryBytes = 32 << 20, cpuTime = "5s", wholeTree = true))
    public String echo(String word) {
        return word;
    }
}

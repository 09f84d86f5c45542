package isolated;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Isolation;
import java.util.List;

/** Verbs in processes of their own, and one that is not. */
public final class Cells {

    /**
     * A line.
     *
     * @param text what it says
     */
    public record Line(String text) {}

    /**
     * Only written.
     *
     * @param count how many
     */
    public record Sum(long count) {}

    /** Gives lines. */
    @Capability(id = "cells.lines")
    @Effects(Effect.READ_ONLY)
    @Contract(isolation = Isolation.FULLY_ISOLATED)
    public List<Line> lines() {
        return List.of();
    }

    /** Gives nothing. */
    @Capability(id = "cells.nothing")
    @Effects(Effect.READ_ONLY)
    @Contract(isolation = Isolation.SANDBOXED)
    public void nothing() {}

    /** Runs here. */
    @Capability(id = "cells.sum")
    @Effects(Effect.READ_ONLY)
    public Sum sum() {
        return new Sum(0);
    }
}

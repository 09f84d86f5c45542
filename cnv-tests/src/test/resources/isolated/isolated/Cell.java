package isolated;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Isolation;

/** Verbs that say in which process they are. */
public final class Cell {

    /**
     * In a process of its own.
     *
     * @return the process id
     */
    @Capability(id = "cell.own")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, isolation = Isolation.FULLY_ISOLATED)
    public long own() {
        return ProcessHandle.current().pid();
    }

    /**
     * In a process that the operating system holds.
     *
     * @return the process id
     */
    @Capability(id = "cell.held")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.USER_INITIATED, isolation = Isolation.SANDBOXED)
    public long held() {
        return ProcessHandle.current().pid();
    }
}

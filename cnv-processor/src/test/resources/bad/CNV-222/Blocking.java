package bad;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Allocates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

public class Blocking {
    private final ReentrantLock lock = new ReentrantLock();

    @Capability(id = "blocking.synchronized")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    public int monitor() {
        synchronized (this) { // expect CNV-222
            return 1;
        }
    }

    @Capability(id = "blocking.lock")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    public int lock() {
        lock.lock(); // expect CNV-222
        lock.unlock();
        return 1;
    }

    @Capability(id = "blocking.park")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    public void park() {
        LockSupport.parkNanos(1); // expect CNV-222
    }

    @Capability(id = "blocking.file")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    @Allocates("the path")
    public boolean file() {
        return Files.exists(Path.of("x")); // expect CNV-222
    }
}

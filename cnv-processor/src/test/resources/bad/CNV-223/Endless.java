package bad;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;

public class Endless {
    private volatile boolean ready;

    @Capability(id = "endless.spin")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    public void spin() {
        while (!ready) { // expect CNV-223
            Thread.onSpinWait();
        }
    }

    @Capability(id = "endless.for")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    public int loop() {
        for (int i = 0; ; i++) { // expect CNV-223
            if (i > 10) {
                return i;
            }
        }
    }

    @Capability(id = "endless.set-back")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    public void setBack() {
        for (int i = 0; i < 10; i++) { // expect CNV-223
            i = 0;
        }
    }

    @Capability(id = "endless.recursion")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    public int recursion(int n) {
        return down(n); // expect CNV-223
    }

    private int down(int n) {
        return n <= 0 ? 0 : up(n);
    }

    private int up(int n) {
        return down(n - 1);
    }
}

package bad;

import dev.cnv.annotations.*;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

public class Unframed {
    @Capability(id = "unframed.text")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    public static int text(String text) { // expect CNV-701
        return text.length();
    }

    @Capability(id = "unframed.box")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    public static int box(Integer number) { // expect CNV-701
        return number;
    }

    @Capability(id = "unframed.maybe")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    public static int maybe(Optional<Integer> number) { // expect CNV-701
        return number.isPresent() ? 1 : 0;
    }

    @Capability(id = "unframed.bytes")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    public static int bytes(byte[] bytes) { // expect CNV-701
        return bytes.length;
    }

    @Capability(id = "unframed.related")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    public static boolean related(@Param(conflicts = "other") boolean one, boolean other) { // expect CNV-701
        return one || other;
    }

    @Capability(id = "unframed.result")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    public static String result(int number) { // expect CNV-701
        return number > 0 ? "more" : "less";
    }

    @Capability(id = "unframed.later")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    @Allocates("what arrives later")
    public static CompletionStage<Integer> later(int number) { // expect CNV-701
        return new CompletableFuture<>();
    }
}

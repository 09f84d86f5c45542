package good;

import dev.cnv.annotations.Allocates;
import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.EffectBoundary;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;
import dev.cnv.annotations.Suppressed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Near misses: each stands beside a case of bad, and is right. */
public class Near {
    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> cache = new ConcurrentHashMap<>();
    private final int[] numbers = {1, 2, 3};
    private int last;

    // CNV-211: changes of what the call made itself are no changes of state.

    @Capability(id = "near.local")
    @Effects(Effect.READ_ONLY)
    public List<String> local(String more) {
        List<String> copy = new ArrayList<>(names);
        copy.add(more);
        copy.removeIf(String::isBlank);
        StringBuilder text = new StringBuilder();
        for (String name : copy) {
            text.append(name).append('\n');
        }
        Counter counter = new Counter(copy);
        counter.count();
        int[] sums = numbers.clone();
        sums[0]++;
        fill(copy);
        Map<String, List<String>> groups = new HashMap<>();
        for (String name : names) {
            groups.computeIfAbsent(name, _ -> new ArrayList<>()).add(name);
        }
        return copy.stream().map(name -> name + text).toList();
    }

    private static void fill(List<String> list) {
        list.add("x");
    }

    private static final class Counter {
        private final List<String> names;
        private final List<Integer> seen = new ArrayList<>();
        private int count;

        Counter(List<String> names) {
            this.names = names;
        }

        void count() {
            for (String name : names) {
                count += name.length();
                seen.add(count);
            }
        }
    }

    @Capability(id = "near.reading")
    @Effects(Effect.READ_ONLY)
    public String reading(Path path) throws IOException {
        return Files.exists(path) ? Files.readString(path) : System.getProperty("user.name");
    }

    @Capability(id = "near.declared")
    @Effects({Effect.MUTATE_STATE, Effect.STORAGE_WRITE})
    public void declared(Path path) throws IOException {
        last++;
        Files.writeString(path, "x");
    }

    /** Arguments are the call's own. */
    @Capability(id = "near.argument")
    @Effects(Effect.READ_ONLY)
    public int argument(List<String> given, byte[] bytes) {
        bytes[0] = 1;
        return given.size();
    }

    // CNV-211, CNV-213: somebody vouches for it.

    @Capability(id = "near.cached")
    @Effects(Effect.READ_ONLY)
    public int cached(String text) {
        return length(text);
    }

    @EffectBoundary(value = Effect.READ_ONLY, reason = "the cache holds what can be worked out again")
    private int length(String text) {
        return cache.computeIfAbsent(text, String::length);
    }

    public interface Clockwork {
        @EffectBoundary(value = Effect.READ_ONLY, reason = "it tells the time")
        long now();
    }

    @Capability(id = "near.bounded")
    @Effects(Effect.READ_ONLY)
    public long bounded() {
        Clockwork clockwork = System::nanoTime;
        return clockwork.now();
    }

    @Capability(id = "near.function")
    @Effects(Effect.READ_ONLY)
    public String function() {
        return with(() -> names.getFirst());
    }

    private static String with(Supplier<String> supplier) {
        return supplier.get();
    }

    // CNV-212: silenced with a reason.

    @Capability(id = "near.suppressed")
    @Effects(Effect.MUTATE_SECURITY)
    @Suppressed(code = "CNV-212", reason = "what follows will be written later")
    public void suppressed() {}

    // CNV-221, CNV-222, CNV-223

    @Capability(id = "near.fast")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    public long fast(int from, int to) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += numbers[i % numbers.length];
        }
        for (int number : numbers) {
            sum += Math.max(number, from);
        }
        int left = to;
        while (left > 0 && sum < Long.MAX_VALUE) {
            left >>= 1;
            sum++;
        }
        return Long.bitCount(sum);
    }

    @Capability(id = "near.allocating")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    @Allocates("the answer itself")
    public String allocating(int number) {
        return "n" + number;
    }

    // CNV-241, CNV-242, CNV-243

    @Capability(id = "near.sensitive")
    @Effects(Effect.READ_ONLY)
    public boolean sensitive(@Param(sensitive = true) String pin, String name) {
        if (pin.length() < 4) {
            throw new IllegalArgumentException("length=" + pin.length() + " name=" + name);
        }
        return pin.equals("0000");
    }

    @Capability(id = "near.secret")
    @Effects(value = Effect.READ_ONLY, data = DataTag.SECRETS)
    public String secret(@Param(sensitive = true) String pin) {
        return pin.strip();
    }

    // CNV-601 to CNV-605

    @Capability(id = "near.requiring", requires = {"near.local", "elsewhere.verb"})
    @Effects(Effect.READ_ONLY)
    public void requiring() {}

    @Capability(id = "near.wider", dominates = "near.narrow")
    @Effects(Effect.MUTATE_STATE)
    public int wider(String text) {
        return ++last + text.length();
    }

    @Capability(id = "near.narrow", equivalentTo = "near.equal")
    @Effects(Effect.READ_ONLY)
    public int narrow(String text) {
        return text.length();
    }

    @Capability(id = "near.equal")
    @Effects(Effect.READ_ONLY)
    public int equal(String text) {
        return text.length();
    }
}

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
import java.util.logging.Logger;

/** Near misses: each stands beside a case of bad, and is right. */
public class Near {
    private static final Logger LOG = Logger.getLogger("near");

    private final List<String> names = new ArrayList<>();
    private final Map<String, Integer> cache = new ConcurrentHashMap<>();
    private final int[] numbers = {1, 2, 3};
    private int last;
    private final Plug plug;

    public Near(Plug plug) {
        this.plug = plug;
    }

    // CNV-211: changes of what the call made itself are no changes of state.

    // near CNV-211: copy.add(more) => names.add(more)
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

    // near CNV-216: the cache holds what can be worked out again =>
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

    public interface Plug {
        // near CNV-213: @EffectBoundary(value = Effect.READ_ONLY, reason = "plugs only read") =>
        @EffectBoundary(value = Effect.READ_ONLY, reason = "plugs only read")
        String name();
    }

    @Capability(id = "near.plugged")
    @Effects(Effect.READ_ONLY)
    public String plugged() {
        return plug.name();
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
    // near CNV-212: @Suppressed(code = "CNV-212", reason = "what follows will be written later") =>

    @Capability(id = "near.suppressed")
    @Effects(Effect.MUTATE_SECURITY)
    @Suppressed(code = "CNV-212", reason = "what follows will be written later")
    public void suppressed() {}

    // CNV-221, CNV-222, CNV-223
    // near CNV-221: Long.bitCount(sum) => new long[] {sum}.length
    // near CNV-222: left >>= 1; => synchronized (numbers) { left >>= 1; }
    // near CNV-223: left >>= 1; => left ^= 1;

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
            sum ^= left;
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
    // near CNV-241: LOG.info("name=" + name) => LOG.info("name=" + pin)
    // near CNV-242: "length=" + pin.length() => "length=" + pin

    @Capability(id = "near.sensitive")
    @Effects(Effect.READ_ONLY)
    public boolean sensitive(@Param(sensitive = true) String pin, String name) {
        LOG.info("name=" + name);
        if (pin.length() < 4) {
            throw new IllegalArgumentException("length=" + pin.length() + " name=" + name);
        }
        return pin.equals("0000");
    }

    // near CNV-243: value = Effect.READ_ONLY, data = DataTag.SECRETS => Effect.READ_ONLY
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

package dev.cnv.benchmarks.hotpath;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.VerbDescriptor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Commands to parse: many lines of two verbs, the same for everybody, from one seed. */
final class CommandLines {

    static final int COUNT = 256;

    private static final String DIGEST = "0123456789abcdef".repeat(4);
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789-.:/";

    /** {@code user create --name alice -v}: two words, a value, a flag. */
    static final VerbDescriptor CREATE = VerbDescriptor.of("user.create", "1.0.0")
            .effects(EffectSet.of(Effect.MUTATE_STATE))
            .parameters(
                    ParameterDescriptor.required("name", ValueType.TEXT, ""),
                    ParameterDescriptor.optional("verbose", ValueType.BOOLEAN, "")
                            .flag('v'))
            .schemas(DIGEST, DIGEST);

    /** {@code deploy start} with eight options, of which two are numbers. */
    static final VerbDescriptor START = VerbDescriptor.of("deploy.start", "1.0.0")
            .effects(EffectSet.of(Effect.MUTATE_STATE))
            .parameters(
                    ParameterDescriptor.required("env", ValueType.TEXT, ""),
                    ParameterDescriptor.required("region", ValueType.TEXT, ""),
                    ParameterDescriptor.required("image", ValueType.TEXT, ""),
                    ParameterDescriptor.required("replicas", ValueType.INT32, ""),
                    ParameterDescriptor.required("timeout-seconds", ValueType.INT64, ""),
                    ParameterDescriptor.required("strategy", ValueType.TEXT, ""),
                    ParameterDescriptor.required("owner", ValueType.TEXT, ""),
                    ParameterDescriptor.required("tag", ValueType.TEXT, ""))
            .schemas(DIGEST, DIGEST);

    private CommandLines() {}

    /** The verbs of an application of some size, the two measured among them. */
    static List<VerbDescriptor> verbs() {
        List<VerbDescriptor> verbs = new ArrayList<>(List.of(CREATE, START));
        for (int i = 0; i < 62; i++) {
            verbs.add(VerbDescriptor.of("noun-" + (char) ('a' + i % 20) + ".verb" + i, "1.0.0")
                    .effects(EffectSet.of(Effect.READ_ONLY))
                    .schemas(DIGEST, DIGEST));
        }
        return verbs;
    }

    /** Lines with three or with eight arguments; each is different. */
    static List<List<String>> words(int arguments) {
        Random random = new Random(42);
        List<List<String>> lines = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            lines.add(arguments == 3 ? create(random) : start(random));
        }
        return lines;
    }

    private static List<String> create(Random random) {
        return random.nextBoolean()
                ? List.of("user", "create", "--name", text(random, 3, 14), "-v")
                : List.of("user", "create", "-v", "--name", text(random, 3, 14));
    }

    private static List<String> start(Random random) {
        List<List<String>> options = new ArrayList<>(List.of(
                List.of("--env", text(random, 3, 7)),
                List.of("--region", text(random, 8, 12)),
                List.of("--image", text(random, 6, 24)),
                List.of("--replicas", String.valueOf(random.nextInt(1, 200))),
                List.of("--timeout-seconds", String.valueOf(random.nextInt(10, 100_000))),
                List.of("--strategy", text(random, 6, 10)),
                List.of("--owner", text(random, 3, 9)),
                List.of("--tag", text(random, 2, 8))));
        Collections.shuffle(options, random);
        List<String> words = new ArrayList<>(List.of("deploy", "start"));
        options.forEach(words::addAll);
        return words;
    }

    private static String text(Random random, int min, int max) {
        StringBuilder text = new StringBuilder("x");
        int length = random.nextInt(min, max + 1);
        while (text.length() < length) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}

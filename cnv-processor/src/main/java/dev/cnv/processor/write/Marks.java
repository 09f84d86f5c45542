package dev.cnv.processor.write;

import dev.cnv.processor.model.Handler;
import dev.cnv.processor.model.Verb;
import java.util.ArrayList;
import java.util.List;

/** The annotations of generated types. */
final class Marks {

    /** The processor's name in {@code @Generated}. */
    static final String PROCESSOR = "dev.cnv.processor.CnvProcessor";

    private Marks() {}

    static boolean deprecated(Handler handler, Verb verb) {
        return handler.placement().deprecated() || verb.method().deprecated();
    }

    /**
     * {@code @Generated}, and what silences what the developer cannot change in generated code: uses of
     * what they deprecated themselves, and runtime types in the interface of an exported package. Each
     * annotation on a line of its own.
     */
    static String text(Handler handler, boolean deprecated, Imports imports) {
        StringBuilder text = new StringBuilder();
        if (handler.placement().generatedKnown()) {
            imports.require(Api.GENERATED);
            text.append("@Generated(\"").append(PROCESSOR).append("\")\n");
        }
        List<String> lints = lints(handler, deprecated);
        if (!lints.isEmpty()) {
            String texts = String.join("\", \"", lints);
            text.append("@SuppressWarnings(")
                    .append(lints.size() == 1 ? "\"" + texts + "\"" : "{\"" + texts + "\"}")
                    .append(")\n");
        }
        return text.toString();
    }

    private static List<String> lints(Handler handler, boolean deprecated) {
        List<String> lints = new ArrayList<>();
        if (deprecated) {
            lints.add("deprecation");
            lints.add("removal");
        }
        if (handler.placement().exported()) {
            lints.add("exports");
        }
        return lints;
    }
}

package dev.cnv.runtime.outcome;

import java.util.Map;
import java.util.TreeMap;

/**
 * Why a call did not run, or ran and failed, as data. Values of sensitive parameters never appear in
 * it.
 *
 * @param reason the stable reason
 * @param message one sentence for people, with the values that matter and what would be right
 * @param details facts for machines, by name ({@code parameter}, {@code rule}, {@code
 *     retryAfterMillis}), sorted
 */
public record Denial(Reason reason, String message, Map<String, String> details) {

    /** The detail that names the parameter at fault, as a path such as {@code lines[2].sku}. */
    public static final String PARAMETER = "parameter";

    /** The detail that holds a remedy in words. */
    public static final String SUGGESTION = "suggestion";

    /** The detail that says after how many milliseconds a call may succeed. */
    public static final String RETRY_AFTER_MILLIS = "retryAfterMillis";

    /** Copies and sorts the details. */
    public Denial {
        details = java.util.Collections.unmodifiableMap(new TreeMap<>(details));
    }

    /**
     * A denial without details.
     *
     * @param reason the stable reason
     * @param message one sentence for people
     * @return the denial
     */
    public static Denial of(Reason reason, String message) {
        return new Denial(reason, message, Map.of());
    }

    /**
     * This denial with one more detail.
     *
     * @param name the detail's name
     * @param value its value
     * @return a new denial
     */
    public Denial with(String name, String value) {
        Map<String, String> more = new TreeMap<>(details);
        more.put(name, value);
        return new Denial(reason, message, more);
    }
}

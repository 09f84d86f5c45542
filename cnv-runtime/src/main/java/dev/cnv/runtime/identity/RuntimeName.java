package dev.cnv.runtime.identity;

/**
 * The name of a runtime, by which other runtimes address it and know who vouches.
 *
 * @param value 1 to 128 visible ASCII characters
 */
public record RuntimeName(String value) implements Comparable<RuntimeName> {

    private static final int MAX_LENGTH = 128;

    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException when the value has another form
     */
    public RuntimeName {
        if (value.isEmpty()
                || value.length() > MAX_LENGTH
                || !value.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("runtime=" + value + " is not 1 to " + MAX_LENGTH
                    + " visible ASCII characters");
        }
    }

    @Override
    public int compareTo(RuntimeName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

package dev.cnv.runtime.identity;

/**
 * The name of a runtime, by which other runtimes address it and know who vouches.
 *
 * @param value 1 to 128 letters, digits and {@code . _ : @ / -}, beginning with a letter or digit
 */
public record RuntimeName(String value) implements Comparable<RuntimeName> {

    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException when the value has another form
     */
    public RuntimeName {
        Names.require("runtime", value);
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

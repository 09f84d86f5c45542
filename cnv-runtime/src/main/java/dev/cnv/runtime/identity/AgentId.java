package dev.cnv.runtime.identity;

/**
 * The name of an agent.
 *
 * @param value 1 to 128 letters, digits and {@code . _ : @ / -}, beginning with a letter or digit
 */
public record AgentId(String value) implements Comparable<AgentId> {

    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException when the value has another form
     */
    public AgentId {
        Names.require("agent", value);
    }

    @Override
    public int compareTo(AgentId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

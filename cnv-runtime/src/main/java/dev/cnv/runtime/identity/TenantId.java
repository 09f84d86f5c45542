package dev.cnv.runtime.identity;

/**
 * The name of a tenant: whose data and quotas a call touches.
 *
 * @param value 1 to 128 letters, digits and {@code . _ : @ / -}, beginning with a letter or digit
 */
public record TenantId(String value) implements Comparable<TenantId> {

    /** The tenant of applications that have only one. */
    public static final TenantId DEFAULT = new TenantId("default");

    /**
     * Checks the form.
     *
     * @throws IllegalArgumentException when the value has another form
     */
    public TenantId {
        Names.require("tenant", value);
    }

    @Override
    public int compareTo(TenantId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

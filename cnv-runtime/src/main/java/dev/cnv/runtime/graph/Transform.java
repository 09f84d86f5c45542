package dev.cnv.runtime.graph;

/** A change that makes a value fit without losing what the consumer reads. */
public enum Transform {
    /** An integer is given where a number is expected; the JSON text is the same. */
    INTEGER_TO_DECIMAL(1),
    /** Members that the consumer does not know are left out. */
    DROP_MEMBERS(1),
    /** A scalar becomes an array with this one element. */
    SCALAR_TO_ARRAY(2),
    /** An integer becomes its decimal digits. */
    INTEGER_TO_TEXT(4),
    /** A number becomes its canonical JSON text. */
    DECIMAL_TO_TEXT(4),
    /** A truth value becomes {@code true} or {@code false}. */
    TRUTH_TO_TEXT(4);

    private final int cost;

    Transform(int cost) {
        this.cost = cost;
    }

    /**
     * What the change costs, to compare ways of wiring: without unit, more for changes that lose more
     * of the type.
     *
     * @return at least 1
     */
    public int cost() {
        return cost;
    }
}

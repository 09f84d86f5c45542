package dev.cnv.processor.model;

/**
 * The result of a handler.
 *
 * @param value its type, or the type of what arrives later
 * @param shape how it arrives
 * @param type the Java type of {@code value}, boxed
 */
public record Result(Value value, Shape shape, TypeName type) {

    /** {@return whether nothing is returned and nothing arrives later} */
    public boolean nothing() {
        return value.equals(new Value.Scalar(ScalarKind.NOTHING));
    }

    /** How a result arrives. */
    public enum Shape {
        /** Returned. */
        VALUE,
        /** As the value of a stage. */
        ASYNC,
        /** As the values of a publisher. */
        STREAM
    }
}

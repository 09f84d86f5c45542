package dev.cnv.processor.bytecode;

import dev.cnv.processor.effect.Body;
import dev.cnv.processor.effect.Place;

/** What a class file asks of those who know other classes. Class names are binary, with dots. */
public interface Calls {

    /**
     * Notes a call.
     *
     * @param body the caller's body
     * @param owner the class named
     * @param method the method's name
     * @param descriptor its descriptor
     * @param virtual whether what is called depends on the receiver
     * @param arguments the values of the slots
     * @param place where
     * @param caller the class whose code calls
     * @return the value of the result
     */
    int call(
            Body body,
            String owner,
            String method,
            String descriptor,
            boolean virtual,
            int[] arguments,
            Place place,
            String caller);

    /** Notes that a static field is read; {@return whether it holds no state} */
    boolean read(Body body, String owner, String field, Place place);

    /** {@return whether a field only ever holds what its own object made} */
    boolean owned(String owner, String field);

    /** {@return whether nobody can change a value of this field descriptor} */
    boolean immutable(String descriptor);
}

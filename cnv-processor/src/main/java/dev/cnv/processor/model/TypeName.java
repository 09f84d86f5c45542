package dev.cnv.processor.model;

import java.util.List;

/** A Java type, as far as generated code has to spell it. */
public sealed interface TypeName
        permits ClassName, TypeName.Generic, TypeName.Array, TypeName.Text {

    /**
     * A generic type with its arguments.
     *
     * @param rawType the type
     * @param typeArguments its arguments
     */
    record Generic(ClassName rawType, List<TypeName> typeArguments) implements TypeName {
        /** Copies the list. */
        public Generic {
            typeArguments = List.copyOf(typeArguments);
        }
    }

    /**
     * An array.
     *
     * @param componentType the type of its elements
     */
    record Array(TypeName componentType) implements TypeName {}

    /**
     * What is spelled the same everywhere: a primitive type.
     *
     * @param text its spelling
     */
    record Text(String text) implements TypeName {}
}

package dev.cnv.processor.model;

import dev.cnv.processor.diagnostic.Code;
import java.util.List;

/** The type of a parameter or a result, as the runtime sees it. */
public sealed interface Value {

    /**
     * A value without parts.
     *
     * @param kind which
     */
    record Scalar(ScalarKind kind) implements Value {}

    /**
     * A constant of an enum.
     *
     * @param type the enum
     * @param constants the constants' names, in declaration order
     */
    record Choice(ClassName type, List<String> constants) implements Value {
        /** Copies the list. */
        public Choice {
            constants = List.copyOf(constants);
        }
    }

    /**
     * A list or a set.
     *
     * @param element the elements' type
     * @param distinct true for a set
     */
    record Sequence(Value element, boolean distinct) implements Value {}

    /**
     * A map with text keys.
     *
     * @param value the values' type
     */
    record Table(Value value) implements Value {}

    /**
     * An optional value.
     *
     * @param value the value's type
     */
    record Maybe(Value value) implements Value {}

    /**
     * A record.
     *
     * @param type the record
     * @param fields its components, in declaration order
     */
    record Structure(ClassName type, List<Field> fields) implements Value {
        /** Copies the list. */
        public Structure {
            fields = List.copyOf(fields);
        }
    }

    /**
     * A record component.
     *
     * @param name its name
     * @param value its type
     * @param description one sentence, empty when there is none
     */
    record Field(String name, Value value, String description) {}

    /**
     * A type that cannot be used.
     *
     * @param code why
     * @param what what is wrong, with the type's name
     * @param fix what to use instead
     */
    record Unsupported(Code code, String what, String fix) implements Value {}

    /**
     * A type that does not exist (yet): another processor may write it, or it is misspelled.
     *
     * @param name as the source spells it
     */
    record Unresolved(String name) implements Value {}

    /** {@return whether a call may leave it out} */
    default boolean omissible() {
        return switch (this) {
            case Maybe _, Sequence _, Table _ -> true;
            case Scalar(ScalarKind kind) -> kind == ScalarKind.BOOLEAN;
            case Choice _, Structure _, Unsupported _, Unresolved _ -> false;
        };
    }

    /** {@return whether the type or a part of it does not exist yet} */
    default boolean unresolved() {
        return switch (this) {
            case Unresolved _ -> true;
            case Maybe(Value value) -> value.unresolved();
            case Sequence(Value element, boolean _) -> element.unresolved();
            case Table(Value value) -> value.unresolved();
            case Structure(ClassName _, List<Field> fields) ->
                fields.stream().anyMatch(f -> f.value().unresolved());
            case Scalar _, Choice _, Unsupported _ -> false;
        };
    }

    /** {@return this without the outermost optional} */
    default Value present() {
        return this instanceof Maybe(Value value) ? value : this;
    }

    /** {@return what is inside of all optionals, lists, sets and maps} */
    default Value leaf() {
        return switch (this) {
            case Maybe(Value value) -> value.leaf();
            case Sequence(Value element, boolean _) -> element.leaf();
            case Table(Value value) -> value.leaf();
            case Scalar _, Choice _, Structure _, Unsupported _, Unresolved _ -> this;
        };
    }

    /** {@return whether code can be written for it} */
    default boolean usable() {
        return !(this instanceof Unsupported) && !unresolved();
    }
}

package dev.cnv.runtime.decode;

/** Where in the arguments a value is. The text is made only when there is a fault to report. */
sealed interface Place {

    /**
     * An argument.
     *
     * @param name the parameter's name
     * @param sensitive whether nothing of the value may be shown
     */
    record Argument(String name, boolean sensitive) implements Place {}

    /** A field of a structure. */
    record Field(Place in, String name) implements Place {}

    /** An element of a sequence. */
    record Element(Place in, int index) implements Place {}

    /** An entry of a table, or a member that no field has the name of: a name that the caller chose. */
    record Entry(Place in, String key) implements Place {}

    /** {@return whether nothing of the value may be shown, the names chosen by the caller included} */
    default boolean sensitive() {
        return switch (this) {
            case Argument(String _, boolean sensitive) -> sensitive;
            case Field(Place in, String _) -> in.sensitive();
            case Element(Place in, int _) -> in.sensitive();
            case Entry(Place in, String _) -> in.sensitive();
        };
    }

    /** {@return the path, such as {@code lines[2].sku}} */
    default String path() {
        return switch (this) {
            case Argument(String name, boolean _) -> Display.name(name);
            case Field(Place in, String name) -> in.path() + '.' + name;
            case Element(Place in, int index) -> in.path() + '[' + index + ']';
            case Entry(Place in, String key) ->
                in.path() + '[' + (sensitive() ? "***" : Display.name(key)) + ']';
        };
    }
}

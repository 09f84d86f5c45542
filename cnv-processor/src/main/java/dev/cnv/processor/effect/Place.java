package dev.cnv.processor.effect;

/** Where in a source something stands. */
public interface Place {

    /** A place that nobody knows. */
    Place UNKNOWN = of("", 0);

    /** {@return the file's simple name, empty when it is not known} */
    String file();

    /** {@return the line, counted from 1; 0 when it is not known} */
    long line();

    /**
     * A place in a file that is not compiled now.
     *
     * @param file its simple name
     * @param line the line
     * @return the place
     */
    static Place of(String file, long line) {
        return new Known(file, line);
    }

    /** {@return the place in brackets, empty when it is not known} */
    default String text() {
        return file().isEmpty() ? "" : " (" + file() + (line() > 0 ? ":" + line() : "") + ")";
    }

    /** A place by name. */
    record Known(String file, long line) implements Place {}
}

package dev.cnv.runtime.graph;

import java.util.regex.Pattern;

/**
 * What an edge from one capability to another says.
 *
 * @param name the name in exports: upper case for the four that the graph itself knows, lower case
 *     for those of an application
 */
public record EdgeType(String name) implements Comparable<EdgeType> {

    private static final Pattern FORM =
            Pattern.compile("PRODUCES|REQUIRES|EQUIVALENT|DOMINATES|[a-z][a-z0-9-]{0,63}");

    /** The first makes something that the second takes. */
    public static final EdgeType PRODUCES = new EdgeType("PRODUCES");

    /** Who calls the first must also be allowed the second. */
    public static final EdgeType REQUIRES = new EdgeType("REQUIRES");

    /** Both do the same. Said in one direction, true in both. */
    public static final EdgeType EQUIVALENT = new EdgeType("EQUIVALENT");

    /** The first can stand in for the second, and can do more. */
    public static final EdgeType DOMINATES = new EdgeType("DOMINATES");

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException when it is neither one of the four nor 1 to 64 lower-case
     *     letters, digits and hyphens
     */
    public EdgeType {
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "name=" + name + " is not 1 to 64 lower-case letters, digits and hyphens");
        }
    }

    /**
     * A type of an application.
     *
     * @param name 1 to 64 lower-case letters, digits and hyphens
     * @return the type
     * @throws IllegalArgumentException when the name has another form
     */
    public static EdgeType custom(String name) {
        if (Character.isUpperCase(name.isEmpty() ? 'A' : name.charAt(0))) {
            throw new IllegalArgumentException("name=" + name + " is not the application's own");
        }
        return new EdgeType(name);
    }

    @Override
    public int compareTo(EdgeType other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}

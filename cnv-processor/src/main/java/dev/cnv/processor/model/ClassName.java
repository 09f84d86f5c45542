package dev.cnv.processor.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The name of a class, apart from its use.
 *
 * @param packageName its package, empty for the unnamed one
 * @param simpleNames its simple name, behind those of the classes around it
 */
public record ClassName(String packageName, List<String> simpleNames)
        implements TypeName, Comparable<ClassName> {

    /** The class of all objects. */
    public static final ClassName OBJECT = of("java.lang", "Object");

    /** Copies the list. */
    public ClassName {
        simpleNames = List.copyOf(simpleNames);
    }

    /**
     * A class that is in no other.
     *
     * @param packageName its package
     * @param simpleName its name there
     * @return the name
     */
    public static ClassName of(String packageName, String simpleName) {
        return new ClassName(packageName, List.of(simpleName));
    }

    /**
     * A class in this one.
     *
     * @param simpleName its simple name
     * @return its name
     */
    public ClassName nested(String simpleName) {
        List<String> names = new ArrayList<>(simpleNames);
        names.add(simpleName);
        return new ClassName(packageName, names);
    }

    /** {@return the outermost class around it, or itself} */
    public ClassName top() {
        return of(packageName, simpleNames.getFirst());
    }

    /** {@return its name within its own surroundings} */
    public String simpleName() {
        return simpleNames.getLast();
    }

    /** {@return the name with its package, as imports spell it} */
    public String canonicalName() {
        return simpleNames.size() == 1
                ? prefix().concat(simpleNames.getFirst())
                : prefix() + String.join(".", simpleNames);
    }

    /** {@return the name with its package, as the virtual machine spells it} */
    public String binaryName() {
        return prefix() + String.join("$", simpleNames);
    }

    @Override
    public int compareTo(ClassName other) {
        return Comparator.comparing(ClassName::canonicalName).compare(this, other);
    }

    @Override
    public String toString() {
        return canonicalName();
    }

    private String prefix() {
        return packageName.isEmpty() ? "" : packageName + ".";
    }
}

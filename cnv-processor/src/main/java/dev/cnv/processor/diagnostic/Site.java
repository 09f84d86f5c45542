package dev.cnv.processor.diagnostic;

import java.util.List;

/**
 * A place in the source, by name: a class, a method of it, a parameter of that, an annotation there
 * and a member of that. Each part narrows the one before; the parts behind an absent one are absent.
 *
 * @param type the class's canonical name
 * @param method the index among the class's methods in source order, -1 for the class itself
 * @param parameter the index among the method's parameters, -1 for the method itself
 * @param annotation the annotation's canonical name, empty for the element itself
 * @param member the path to a member's value: names, and indices of array elements; empty for the
 *     whole annotation
 */
public record Site(String type, int method, int parameter, String annotation, List<String> member) {

    /** Copies the path. */
    public Site {
        member = List.copyOf(member);
    }

    /**
     * The place of a class.
     *
     * @param type the class's canonical name
     * @return the place
     */
    public static Site ofType(String type) {
        return new Site(type, -1, -1, "", List.of());
    }

    /**
     * The place of a method of this class.
     *
     * @param index its index among the class's methods
     * @return the place
     */
    public Site method(int index) {
        return new Site(type, index, -1, "", List.of());
    }

    /**
     * The place of a parameter of this method.
     *
     * @param index its index among the method's parameters
     * @return the place
     */
    public Site parameter(int index) {
        return new Site(type, method, index, "", List.of());
    }

    /**
     * The place of an annotation on this element.
     *
     * @param name the annotation's canonical name
     * @return the place
     */
    public Site annotation(String name) {
        return new Site(type, method, parameter, name, List.of());
    }

    /**
     * The place of a value in this annotation.
     *
     * @param path names of members, and indices of array elements, from the outside in
     * @return the place
     */
    public Site member(String... path) {
        return new Site(type, method, parameter, annotation, List.of(path));
    }

    /** {@return the place of this place's method} */
    public Site enclosingMethod() {
        return method(method);
    }
}

package dev.cnv.processor.model;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The names of what is generated. */
public final class Names {

    /** The folder of the schema resources. */
    public static final String SCHEMAS = "META-INF/cnv/schemas/";

    private static final Set<String> OBJECT_METHODS = Set.of(
            "clone", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait");

    private static final Pattern NEITHER_LETTER_NOR_DIGIT = Pattern.compile("[^A-Za-z0-9]+");

    private Names() {}

    /**
     * The generated class of a handler class.
     *
     * @param handler the class
     * @return {@code OuterVerbs}, {@code Outer_InnerVerbs}
     */
    public static ClassName verbsType(ClassName handler) {
        return ClassName.of(
                handler.packageName(), String.join("_", handler.simpleNames()) + "Verbs");
    }

    /**
     * The generated class of a handler class's frames.
     *
     * @param handler the class
     * @return {@code OuterFrames}, {@code Outer_InnerFrames}
     */
    public static ClassName framesType(ClassName handler) {
        return ClassName.of(
                handler.packageName(), String.join("_", handler.simpleNames()) + "Frames");
    }

    /**
     * The generated certificate of a verb.
     *
     * @param packageName the handler's package
     * @param id the capability's path; of a malformed one, the letters and digits are taken
     * @return the path in camel case with {@code Certificate} behind it
     */
    public static ClassName certificate(String packageName, String id) {
        StringBuilder name = new StringBuilder();
        for (String part : NEITHER_LETTER_NOR_DIGIT.split(id, -1)) {
            if (!part.isEmpty()) {
                name.append(part.substring(0, 1).toUpperCase(Locale.ROOT))
                        .append(part.substring(1));
            }
        }
        if (name.isEmpty() || Character.isDigit(name.charAt(0))) {
            name.insert(0, "Verb");
        }
        return ClassName.of(packageName, name + "Certificate");
    }

    /**
     * The name that callers use for a Java name.
     *
     * @param javaName a Java name in camel case
     * @return the name in kebab case
     */
    public static String kebab(String javaName) {
        StringBuilder kebab = new StringBuilder(javaName.length() + 4);
        for (int i = 0; i < javaName.length(); i++) {
            char c = javaName.charAt(i);
            if (c == '_') {
                kebab.append('-');
            } else if (isUpper(c) && i > 0 && startsWord(javaName, i)) {
                kebab.append('-').append(Character.toLowerCase(c));
            } else {
                kebab.append(Character.toLowerCase(c));
            }
        }
        return kebab.toString();
    }

    /** Behind a small letter or a digit, or at the end of a run of capitals: {@code toURLPath}. */
    private static boolean startsWord(String name, int index) {
        char before = name.charAt(index - 1);
        boolean behindSmall = (before >= 'a' && before <= 'z') || (before >= '0' && before <= '9');
        boolean last = index + 1 < name.length()
                && name.charAt(index + 1) >= 'a'
                && name.charAt(index + 1) <= 'z';
        return behindSmall || (isUpper(before) && last);
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    /**
     * The constant of a method.
     *
     * @param method a Java name in camel case
     * @return the name in upper snake case
     */
    public static String constant(String method) {
        return kebab(method).replace('-', '_').toUpperCase(Locale.ROOT);
    }

    /**
     * Says whether a name belongs to a method of {@link Object}.
     *
     * @param name a method's name
     * @return true for the names that components and typed calls without parameters cannot have
     */
    public static boolean ofObject(String name) {
        return OBJECT_METHODS.contains(name);
    }

    /**
     * The record component of a parameter.
     *
     * @param parameter the parameter's Java name
     * @return the name, with an underscore behind it when a component must not have it
     */
    public static String component(String parameter) {
        return ofObject(parameter) ? parameter + "_" : parameter;
    }
}

package dev.cnv.runtime.graph;

import java.util.Locale;

/**
 * When two members mean the same: results are records in camel case, parameters are options in kebab
 * case, and {@code fromAccount} is {@code from-account}.
 */
final class MemberNames {

    private MemberNames() {}

    /** The one form of a name: lower case, words joined by hyphens. */
    static String form(String name) {
        StringBuilder out = new StringBuilder(name.length() + 4);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean begins = i > 0
                    && Character.isUpperCase(c)
                    && Character.isLetterOrDigit(name.charAt(i - 1))
                    && (!Character.isUpperCase(name.charAt(i - 1))
                            || (i + 1 < name.length()
                                    && Character.isLowerCase(name.charAt(i + 1))));
            out.append(begins ? "-" : "").append(c == '_' ? '-' : c);
        }
        return out.toString().toLowerCase(Locale.ROOT);
    }
}

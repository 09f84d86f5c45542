package dev.cnv.runtime.identity;

import java.util.regex.Pattern;

/** The one form of names of agents and tenants. */
final class Names {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:@/-]{0,127}");

    private Names() {}

    static void require(String what, String value) {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    what + "=" + value
                            + " is not 1 to 128 letters, digits and . _ : @ / - that begin with a letter or digit");
        }
    }
}

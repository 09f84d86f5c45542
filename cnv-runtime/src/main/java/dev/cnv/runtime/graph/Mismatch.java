package dev.cnv.runtime.graph;

/** Where and why a value does not fit. */
record Mismatch(String where, String why) {

    static Mismatch of(String why) {
        return new Mismatch("", why);
    }

    Mismatch under(String place) {
        return new Mismatch(join(place, where), why);
    }

    static String join(String outer, String inner) {
        if (outer.isEmpty() || inner.isEmpty() || inner.startsWith("[")) {
            return outer + inner;
        }
        return outer + "." + inner;
    }
}

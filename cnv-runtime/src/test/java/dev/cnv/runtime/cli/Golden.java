package dev.cnv.runtime.cli;

import dev.cnv.testing.GoldenFile;

/** Texts kept as resources; {@link GoldenFile} says how they are written anew. */
final class Golden {

    private Golden() {}

    static void assertMatches(String name, String actual) {
        GoldenFile.assertMatches(Golden.class, name, actual);
    }
}

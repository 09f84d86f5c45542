package dev.cnv.tests;

import dev.cnv.runtime.worker.Confiner;

/** Prints what this machine lacks for the user who asks, one sentence a line. */
public final class MissingMain {

    private MissingMain() {}

    /** Takes no arguments. */
    public static void main(String[] args) {
        Confiner.ofThisMachine().missing().forEach(System.out::println);
    }
}

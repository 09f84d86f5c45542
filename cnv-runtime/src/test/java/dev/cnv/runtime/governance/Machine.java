package dev.cnv.runtime.governance;

import java.io.IOException;

/** A machine that stops in the course of an operation on one of its disks. */
final class Machine {

    /** The machine stops: no call on a disk returns any more. */
    static final class Stopped extends IOException {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super("the machine stopped");
        }
    }

    private long operationsLeft = Long.MAX_VALUE;

    /** Stops in the course of the operation after this many more. */
    synchronized void stopAfter(long operations) {
        operationsLeft = operations;
    }

    synchronized void step() throws IOException {
        if (operationsLeft-- <= 0) {
            operationsLeft = 0;
            throw new Stopped();
        }
    }
}

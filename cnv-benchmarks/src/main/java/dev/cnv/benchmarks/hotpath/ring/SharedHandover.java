package dev.cnv.benchmarks.hotpath.ring;

/** A queue to one thread, which several others may send into if it was made for so many. */
interface SharedHandover extends Handover {

    /** The side of one sending thread. */
    interface Sender {

        /** Sends n = first ... end - 1, each with n, 2n, 3n, 4n. */
        void send(long first, long end);
    }

    /** One more sender. */
    Sender sender(Backoff backoff);

    @Override
    default void send(long messages) {
        sender(Backoff.spinning()).send(0, messages);
    }
}

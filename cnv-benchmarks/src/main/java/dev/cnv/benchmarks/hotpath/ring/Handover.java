package dev.cnv.benchmarks.hotpath.ring;

/** A queue from one thread to another, and how it is used at its best. */
interface Handover {

    /** The slots of every queue. */
    int CAPACITY = 1024;

    /** Sends so many messages, n = 0, 1, 2 ..., each with n, 2n, 3n, 4n. */
    void send(long messages);

    /** Takes messages until that says that it was the last. */
    void receive(Chunks chunks);
}

package dev.cnv.benchmarks.hotpath.ring;

/** A queue from one thread to another, and how it is used at its best. */
public interface Handover {

    /** The slots of every queue. */
    int CAPACITY = 1024;

    /**
     * Sends messages, n = 0, 1, 2 ..., each with n, 2n, 3n, 4n.
     *
     * @param messages how many
     */
    void send(long messages);

    /**
     * Takes messages until that says that it was the last.
     *
     * @param chunks told of each message
     */
    void receive(Chunks chunks);
}

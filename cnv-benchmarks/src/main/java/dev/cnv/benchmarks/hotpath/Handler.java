package dev.cnv.benchmarks.hotpath;

/** What a framework without generated dispatch calls: one class for each verb. */
public interface Handler {

    /**
     * Runs the verb.
     *
     * @param account an argument
     * @param amount another
     * @return its result
     */
    long run(long account, int amount);
}

package dev.cnv.runtime.call;

/** Hears how far a long verb has come. A report is a hint: it is never recorded. */
@FunctionalInterface
public interface Progress {

    /** Hears nothing. */
    Progress NONE = (done, total, what) -> {};

    /**
     * Reports.
     *
     * @param done how much is done, in units of the verb's own
     * @param total how much there is to do; 0 when that is not known
     * @param what a few words on what is being done now
     */
    void report(long done, long total, String what);
}

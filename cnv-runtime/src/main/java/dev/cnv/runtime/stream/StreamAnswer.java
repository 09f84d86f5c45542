package dev.cnv.runtime.stream;

/** What came of a {@link StreamControl}. */
public sealed interface StreamAnswer {

    /** {@return how the stream stands now} */
    StreamStatus status();

    /**
     * It was done.
     *
     * @param status how the stream stands now
     */
    record Applied(StreamStatus status) implements StreamAnswer {}

    /**
     * It was not done, since it does not fit how the stream stands: it is paused or runs already, or has
     * ended.
     *
     * @param asked what was asked
     * @param status how the stream stands
     */
    record Refused(StreamControl asked, StreamStatus status) implements StreamAnswer {}
}

package dev.cnv.runtime.stream;

import dev.cnv.runtime.outcome.Outcome;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import tools.jackson.databind.JsonNode;

/**
 * A call that runs, as its caller holds it.
 *
 * <p>It has one subscriber; a second is refused by {@code onError}. An event is given only when it was
 * asked for. What was not asked for waits in a buffer of the size that {@link StreamOptions} names; when
 * that is full, the verb stands where it next says something. Nothing is dropped. The end is an event as
 * all others, and {@code onComplete} follows it; {@code onError} is for misuse alone. Who cancels the
 * subscription cancels the call.
 *
 * <p><b>Threading:</b> safe for use by several threads. The subscriber is called by a thread of its own,
 * never by the verb's.
 */
public interface StreamHandle extends Flow.Publisher<StreamEvent> {

    /**
     * Asks something of the call.
     *
     * @param what what is asked
     * @return what came of it
     */
    StreamAnswer control(StreamControl what);

    /**
     * How the call ends, whether or not anybody subscribes.
     *
     * @return completed when it has ended, and never with an exception but for a fault of CNV itself
     */
    CompletionStage<Outcome<JsonNode>> outcome();

    /** {@return how the stream stands} */
    default StreamStatus status() {
        return control(StreamControl.STATUS).status();
    }
}

package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.protocol.StreamControlPayload;
import dev.cnv.runtime.protocol.StreamStatusPayload;
import dev.cnv.runtime.stream.StreamAnswer;
import dev.cnv.runtime.stream.StreamControl;
import dev.cnv.runtime.stream.StreamStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The controls of a stream elsewhere that wait for their answers. The server answers in the order in which
 * they were sent, which is the one in which they are added.
 *
 * <p><b>Threading:</b> safe for use by several threads; guarded by its monitor.
 */
final class AskedControls {

    private final int number;
    private final Supplier<StreamStatus> atTheEnd;
    private final Executor elsewhere;
    private final ArrayDeque<Asked> asked = new ArrayDeque<>();
    private boolean over;

    private record Asked(StreamControl what, CompletableFuture<StreamAnswer> answer) {}

    /**
     * None yet.
     *
     * @param number the stream's
     * @param atTheEnd how the stream stands when nothing more is heard of it
     * @param elsewhere completes answers
     */
    AskedControls(int number, Supplier<StreamStatus> atTheEnd, Executor elsewhere) {
        this.number = number;
        this.atTheEnd = atTheEnd;
        this.elsewhere = elsewhere;
    }

    /** The answer to come; empty when the stream is over. */
    synchronized Optional<CompletableFuture<StreamAnswer>> add(StreamControl what) {
        if (over) {
            return Optional.empty();
        }
        CompletableFuture<StreamAnswer> answer = new CompletableFuture<>();
        asked.add(new Asked(what, answer));
        return Optional.of(answer);
    }

    /**
     * Takes the answer to the first one.
     *
     * @throws EndpointException when nothing such was asked
     */
    void answered(StreamStatusPayload said) throws EndpointException {
        Asked first = first();
        if (first == null || code(first.what()) != said.code()) {
            throw EventWindow.violation(number, "code=" + said.code() + " answers no control");
        }
        StreamStatus status = new StreamStatus(
                state(said.state()), said.next(), said.buffered(), said.demand(), said.blocked());
        first.answer()
                .completeAsync(
                        () -> said.applied()
                                ? new StreamAnswer.Applied(status)
                                : new StreamAnswer.Refused(first.what(), status),
                        elsewhere);
    }

    private synchronized @Nullable Asked first() {
        return asked.poll();
    }

    /** No answer will come, and no further control is taken. */
    void end() {
        synchronized (this) {
            over = true;
        }
        refuseAll();
    }

    /** No answer will come to those that wait. */
    void refuseAll() {
        List<Asked> left;
        synchronized (this) {
            left = new ArrayList<>(asked);
            asked.clear();
        }
        left.forEach(each -> each.answer().completeAsync(() -> refused(each.what()), elsewhere));
    }

    /** The answer to a control of a stream that is over. */
    StreamAnswer refused(StreamControl what) {
        StreamStatus status = atTheEnd.get();
        return what == StreamControl.STATUS
                ? new StreamAnswer.Applied(status)
                : new StreamAnswer.Refused(what, status);
    }

    static StreamControlPayload.Code code(StreamControl what) {
        return switch (what) {
            case PAUSE -> StreamControlPayload.Code.PAUSE;
            case RESUME -> StreamControlPayload.Code.RESUME;
            case CANCEL -> StreamControlPayload.Code.CANCEL;
            case STATUS -> StreamControlPayload.Code.STATUS;
        };
    }

    private static StreamStatus.State state(StreamStatusPayload.State state) {
        return switch (state) {
            case RUNNING -> StreamStatus.State.RUNNING;
            case PAUSED -> StreamStatus.State.PAUSED;
            case CANCELLING -> StreamStatus.State.CANCELLING;
            case ENDED -> StreamStatus.State.ENDED;
        };
    }
}

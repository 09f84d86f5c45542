package dev.cnv.tool;

import dev.cnv.runtime.call.Progress;
import dev.cnv.runtime.certificate.SignedMilestone;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.endpoint.EndpointException;
import dev.cnv.runtime.endpoint.RemoteOutcome;
import dev.cnv.runtime.endpoint.RemoteStream;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.VerbRefusedException;
import dev.cnv.runtime.stream.Milestone;
import dev.cnv.runtime.stream.StreamEvent;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shows what a call elsewhere says while it runs: one event is asked for at a time, so that a slow reader
 * of this command's output slows down the verb there.
 *
 * <p><b>Threading:</b> one thread shows, the stream's own gives. At most one event and an end wait.
 */
final class RemoteEvents implements Flow.Subscriber<StreamEvent> {

    private final Progress progress;
    private final boolean each;
    private final List<PublicKey> trust;
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private final CompletableFuture<Flow.Subscription> subscribed = new CompletableFuture<>();

    /**
     * Shows.
     *
     * @param progress where
     * @param each whether each event is a record, not only the parts of the result
     * @param trust whose signatures of milestones count; empty when nobody asked
     */
    RemoteEvents(Progress progress, boolean each, List<PublicKey> trust) {
        this.progress = progress;
        this.each = each;
        this.trust = trust;
    }

    private sealed interface Heard {
        record Event(StreamEvent event) implements Heard {}

        record Broken(Throwable why) implements Heard {}
    }

    /**
     * Shows a stream to its end. Whoever interrupts it cancels the call there.
     *
     * @return what became of the call
     * @throws EndpointException when the connection ended first
     * @throws InterruptedException when the thread was interrupted
     */
    RemoteOutcome show(RemoteStream stream) throws EndpointException, InterruptedException {
        stream.subscribe(this);
        Flow.Subscription subscription = subscribed.join();
        boolean over = false;
        try {
            while (!over) {
                subscription.request(1);
                switch (heard.take()) {
                    case Heard.Event(StreamEvent event) -> {
                        show(event);
                        over = event.kind().last();
                    }
                    case Heard.Broken(Throwable why) -> throw broken(why);
                }
            }
            return stream.remoteOutcome().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw broken(e.getCause());
        } finally {
            if (!over) {
                subscription.cancel();
            }
        }
    }

    private static EndpointException broken(@Nullable Throwable why) throws EndpointException {
        if (why instanceof EndpointException known) {
            throw known;
        }
        throw new IllegalStateException("the stream broke: " + why);
    }

    private void show(StreamEvent event) {
        Optional<String> proof = proof(event);
        if (each) {
            progress.record(record(event, proof));
            return;
        }
        switch (event) {
            case StreamEvent.Progressed said ->
                progress.report(said.done(), said.total(), said.what());
            case StreamEvent.Logged said -> progress.log(said.message());
            case StreamEvent.Warned said -> progress.warn(said.message());
            case StreamEvent.PartialResult _ -> progress.record(record(event, proof));
            case StreamEvent.Started _,
                    StreamEvent.Erred _,
                    StreamEvent.Completed _,
                    StreamEvent.Cancelled _ -> {}
        }
    }

    private static ObjectNode record(StreamEvent event, Optional<String> proof) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("sequence", event.sequence())
                .put("event", event.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("time", event.time().toString());
        switch (event) {
            case StreamEvent.Started said ->
                json.put("invocation", said.invocation().toString());
            case StreamEvent.Progressed said ->
                json.put("done", said.done()).put("total", said.total()).put("what", said.what());
            case StreamEvent.Logged said -> json.put("message", said.message());
            case StreamEvent.Warned said -> json.put("message", said.message());
            case StreamEvent.PartialResult said -> {
                json.set("value", said.value());
                said.milestone()
                        .ifPresent(reached -> json.put("milestone", reached.name())
                                .put("record", reached.record()));
                proof.ifPresent(found -> json.put("receipt", found));
            }
            case StreamEvent.Erred said ->
                json.put("reason", said.denial().reason().code())
                        .put("message", said.denial().message());
            case StreamEvent.Cancelled said ->
                json.put("reason", said.denial().reason().code())
                        .put("message", said.denial().message());
            case StreamEvent.Completed _ -> {}
        }
        return json;
    }

    /** What was found out about a milestone's signature; one that does not hold ends the command. */
    private Optional<String> proof(StreamEvent event) {
        if (trust.isEmpty()
                || !(event instanceof StreamEvent.PartialResult part)
                || part.milestone().isEmpty()) {
            return Optional.empty();
        }
        Milestone reached = part.milestone().get();
        SignedMilestone signed = reached.signed()
                .orElseThrow(() -> refused("the runtime there did not sign it", reached));
        return switch (signed.check(trust)) {
            case SignedMilestone.Checked.Refused(Denial denial) ->
                throw new VerbRefusedException(denial);
            case SignedMilestone.Checked.Held held -> {
                if (!held.claims().isOf(part.value())
                        || !held.claims().invocation().equals(reached.invocation())
                        || held.claims().ordinal() != reached.ordinal()
                        || !held.claims().name().equals(reached.name())) {
                    throw refused("what was signed is another one", reached);
                }
                yield Optional.of("signature holds, key=" + held.key().id().shortHex());
            }
        };
    }

    private static VerbRefusedException refused(String why, Milestone reached) {
        return new VerbRefusedException(
                Denial.of(Reason.RECEIPT_UNAVAILABLE, "milestone=" + reached.name() + ": " + why));
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscribed.complete(subscription);
    }

    @Override
    public void onNext(StreamEvent event) {
        heard.add(new Heard.Event(event));
    }

    @Override
    public void onError(Throwable thrown) {
        heard.add(new Heard.Broken(thrown));
    }

    @Override
    public void onComplete() {
        // The last event said so.
    }
}

package dev.cnv.remote.decision;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.endpoint.RemoteOutcome;
import dev.cnv.runtime.endpoint.RemoteSession;
import dev.cnv.runtime.policy.PolicyRequest;
import dev.cnv.runtime.policy.remote.DecisionPoint;
import dev.cnv.runtime.policy.remote.PointAnswer;
import dev.cnv.runtime.policy.remote.PolicyQuestion;
import dev.cnv.runtime.protocol.Feature;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A {@link PolicyPoint} of another runtime, asked over a connection. Each question is a call of the verb
 * {@code policy.decide} with this runtime's own chain, and an answer counts for the very question that was
 * asked: it names its digest, and the question names the call. Where POLICY is not agreed nothing is asked,
 * and the engine denies.
 *
 * {@snippet :
 * Client client = Client.to(address).tls(own, decider).unconnected();
 * DecisionPoint point = new EndpointDecisionPoint("decider", client.open(credential), Duration.ofMillis(500));
 * PolicyEngine engine = new RemotePolicyEngine(point, firstPolicy, RemoteSettings.DEFAULT, time);
 * }
 *
 * <p>The caller closes the client.
 *
 * <p><b>Threading:</b> safe for use by several threads. A question has a virtual thread of its own, which
 * ends when it is answered, given up or out of time.
 */
public final class EndpointDecisionPoint implements DecisionPoint {

    private static final CapabilityId DECIDE = new CapabilityId("policy.decide");

    private final String name;
    private final RemoteSession session;

    /**
     * A point.
     *
     * @param name its name, for the trace
     * @param session this runtime's session with the one that decides
     * @param within how long a decision may take there; more than the engine waits is of no use
     */
    public EndpointDecisionPoint(String name, RemoteSession session, Duration within) {
        this.name = name;
        this.session = session.with(CallOptions.NONE.timeAllowed(within));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public CompletionStage<PointAnswer> decide(PolicyRequest request) {
        CompletableFuture<PointAnswer> answer = new CompletableFuture<>();
        // To ask may need a new connection, which blocks.
        Thread asking = Thread.ofVirtual().name("cnv-decide").start(() -> ask(request, answer));
        var _ = answer.whenComplete((_, _) -> {
            if (answer.isCancelled()) {
                asking.interrupt();
            }
        });
        return answer;
    }

    private void ask(PolicyRequest request, CompletableFuture<PointAnswer> answer) {
        try {
            answer.complete(ask(request));
        } catch (Exception | StackOverflowError e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            answer.completeExceptionally(e);
        }
    }

    private PointAnswer ask(PolicyRequest request) throws Exception {
        if (!session.agreement().features().has(Feature.POLICY)) {
            throw new IllegalStateException("POLICY is not agreed with point=" + name);
        }
        PolicyQuestion question = PolicyQuestion.of(request);
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        arguments.put("question", question.text());
        arguments.put("facts", request.factsDigest().hex());
        RemoteOutcome said = session.call(DECIDE, arguments);
        return AnswerJson.read(said.outcome().orThrow(), question.digest());
    }
}

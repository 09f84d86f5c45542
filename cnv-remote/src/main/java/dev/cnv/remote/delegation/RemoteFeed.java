package dev.cnv.remote.delegation;

import dev.cnv.runtime.call.CallOptions;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.endpoint.RemoteSession;
import dev.cnv.runtime.outcome.CallRefusedException;
import dev.cnv.runtime.registry.FeedQuery;
import dev.cnv.runtime.registry.FeedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The way to a {@link DelegationFeed} over a connection. Each question is a call of the verb {@code
 * delegation.changes} with the follower's own chain: the source's policy decides, and its ledger records.
 *
 * {@snippet :
 * Client client = Client.to(address).tls(own, source).unconnected();
 * FeedFollower follower = FeedFollower.open(
 *         new RemoteFeed(client.open(credential), Duration.ofSeconds(5)),
 *         sourceKey, () -> trust, journal, FollowerSettings.DEFAULT, time, random);
 * Cnv cnv = Cnv.builder().revocations(follower.revocations()).trust(trust).build();
 * follower.start();
 * }
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
public final class RemoteFeed implements FeedReader {

    private static final CapabilityId CHANGES = new CapabilityId("delegation.changes");

    private final RemoteSession session;
    private final Duration answerWithin;

    /**
     * A way.
     *
     * @param session the follower's session with the source
     * @param answerWithin how long an answer may take, besides what the source may wait for a change
     */
    public RemoteFeed(RemoteSession session, Duration answerWithin) {
        this.session = session;
        this.answerWithin = answerWithin;
    }

    @Override
    public byte[] read(FeedQuery query) throws IOException, InterruptedException {
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        arguments.put("nonce", Base64.getEncoder().encodeToString(query.nonce()));
        query.snapshot().ifPresent(at -> arguments.put("snapshot", at));
        arguments.put("from", query.from());
        arguments.put("count", query.maxCount());
        arguments.put("patience", query.patience().toString());
        CallOptions limited = CallOptions.NONE.timeAllowed(query.patience().plus(answerWithin));
        try {
            JsonNode page =
                    session.with(limited).call(CHANGES, arguments).outcome().orThrow();
            return Base64.getDecoder().decode(page.asString());
        } catch (CallRefusedException e) {
            throw new IOException("the source refuses: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw new IOException("the source's answer is no page: " + e.getMessage(), e);
        }
    }
}

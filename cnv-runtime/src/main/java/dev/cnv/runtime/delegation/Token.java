package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.identity.Agent;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.TenantId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One link of a chain: what an issuer says that a holder may do. Plain data, which anybody can make:
 * it counts only when {@link Trust} has checked the chain that it stands in.
 *
 * @param issuer the key that signs
 * @param holder the key of whoever may use it and hand it on
 * @param agent who that is: id and type, without version and metadata
 * @param tenant for whom
 * @param root the agent that the first link of the chain names
 * @param parent the digest of the link before; empty in the first link
 * @param depth which link of the chain this is, from 1
 * @param maxDepth how many links the chain may have at most
 * @param notBefore when it begins to be good, in whole seconds
 * @param expires when it stops being good, in whole seconds
 * @param verbs what the holder may do, at least one grant
 */
public record Token(
        PublicKey issuer,
        PublicKey holder,
        Agent agent,
        TenantId tenant,
        AgentId root,
        Optional<Digest> parent,
        int depth,
        int maxDepth,
        Instant notBefore,
        Instant expires,
        List<Grant> verbs) {

    /** The largest number of links in a chain. */
    public static final int MAX_DEPTH = 16;

    /** The largest number of grants in a token. */
    public static final int MAX_GRANT_COUNT = 256;

    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /**
     * Checks what a token by itself must hold.
     *
     * @throws IllegalArgumentException when it does not
     */
    public Token {
        verbs = List.copyOf(verbs);
        if (!TYPE.matcher(agent.type()).matches()) {
            throw new IllegalArgumentException(
                    "agentType=" + agent.type()
                            + " is not 1 to 64 letters, digits and . _ - that begin with a letter or digit");
        }
        if (!agent.version().isEmpty() || !agent.metadata().equals(Map.of())) {
            throw new IllegalArgumentException(
                    "agent=" + agent.id() + " has a version or metadata; a token has neither");
        }
        if (depth < 1 || depth > maxDepth || maxDepth > MAX_DEPTH) {
            throw new IllegalArgumentException("depth=" + depth + " is not 1 to maxDepth="
                    + maxDepth + ", which is at most " + MAX_DEPTH);
        }
        if (parent.isPresent() != (depth > 1) || (depth == 1 && !root.equals(agent.id()))) {
            throw new IllegalArgumentException(
                    "depth=" + depth + " and parent=" + parent.map(Digest::hex).orElse("none")
                            + " and root=" + root
                            + ": the first link, and only it, has no parent and names its own agent"
                            + " as root");
        }
        if (!wholeSeconds(notBefore) || !wholeSeconds(expires) || !notBefore.isBefore(expires)) {
            throw new IllegalArgumentException("notBefore=" + notBefore + " and expires=" + expires
                    + " are not whole seconds of which the second is later");
        }
        if (verbs.isEmpty() || verbs.size() > MAX_GRANT_COUNT) {
            throw new IllegalArgumentException(
                    "grantCount=" + verbs.size() + " is not 1 to " + MAX_GRANT_COUNT);
        }
    }

    private static boolean wholeSeconds(Instant time) {
        return time.equals(time.truncatedTo(ChronoUnit.SECONDS));
    }

    /** Whether the window holds a moment: from {@code notBefore}, before {@code expires}. */
    boolean current(Instant now) {
        return !now.isBefore(notBefore) && now.isBefore(expires);
    }

    /** The link in words, on one line. */
    String line() {
        return agent.id() + " (" + agent.type() + ") of tenant=" + tenant + ": "
                + String.join("; ", verbs.stream().map(Grant::toString).toList())
                + "; from " + notBefore + " until " + expires + ", key="
                + holder.id().shortHex() + ", given by key=" + issuer.id().shortHex();
    }
}

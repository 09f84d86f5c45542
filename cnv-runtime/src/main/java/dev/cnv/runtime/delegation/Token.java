package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.identity.Agent;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.TenantId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * One link of a chain: what an issuer says that a holder may do. Plain data, which anybody can make:
 * it counts only when {@link ChainVerifier} has checked the chain that it stands in.
 *
 * @param issuer the key that signs
 * @param holder the key of whoever may use it and hand it on
 * @param agent who that is: id and type, without version and metadata
 * @param tenant for whom
 * @param root the root principal: the agent that the first link of the chain names
 * @param parent the id of the link before; empty in the first link
 * @param depth which link of the chain this is, from 1
 * @param maxDepth how many links the chain may have at most
 * @param notBefore when it begins to be good, in whole seconds
 * @param expires when it stops being good, in whole seconds
 * @param scope which verbs it allows, with at least one grant
 * @param conditions what else must hold
 * @param description what it is for, in words; at most 1,024 characters, empty when nothing is said
 * @param tags words to find it by, at most 32 of 1 to 64 characters, sorted
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
        Scope scope,
        Conditions conditions,
        String description,
        Set<String> tags) {

    /** The largest number of links in a chain. */
    public static final int MAX_DEPTH = TokenDescriptor.MAX_DEPTH;

    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    /**
     * Checks what a token by itself must hold.
     *
     * @throws IllegalArgumentException when it does not
     */
    public Token {
        tags = Collections.unmodifiableSet(new TreeSet<>(tags));
        requireAgent(agent);
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
                    + " are not whole seconds of the years 1970 to 9999 of which the second is"
                    + " later");
        }
        if (scope.grants().isEmpty()) {
            throw new IllegalArgumentException("grantCount=0 is not 1 to " + Scope.MAX_COUNT);
        }
        requireWords(description, tags);
    }

    private static void requireAgent(Agent agent) {
        if (!TYPE.matcher(agent.type()).matches()) {
            throw new IllegalArgumentException(
                    "agentType=" + agent.type()
                            + " is not 1 to 64 letters, digits and . _ - that begin with a letter or digit");
        }
        if (!agent.version().isEmpty() || !agent.metadata().equals(Map.of())) {
            throw new IllegalArgumentException(
                    "agent=" + agent.id() + " has a version or metadata; a token has neither");
        }
    }

    private static void requireWords(String description, Set<String> tags) {
        if (description.length() > TokenDescriptor.MAX_DESCRIPTION_LENGTH) {
            throw new IllegalArgumentException("descriptionLength=" + description.length()
                    + " is more than " + TokenDescriptor.MAX_DESCRIPTION_LENGTH);
        }
        if (tags.size() > TokenDescriptor.MAX_TAG_COUNT) {
            throw new IllegalArgumentException(
                    "tagCount=" + tags.size() + " is more than " + TokenDescriptor.MAX_TAG_COUNT);
        }
        for (String tag : tags) {
            if (tag.isEmpty() || tag.length() > TokenDescriptor.MAX_TAG_LENGTH) {
                throw new IllegalArgumentException("tag=" + tag + " has not 1 to "
                        + TokenDescriptor.MAX_TAG_LENGTH + " characters");
            }
        }
    }

    private static boolean wholeSeconds(Instant time) {
        return time.equals(time.truncatedTo(ChronoUnit.SECONDS))
                && time.getEpochSecond() >= 0
                && time.getEpochSecond() <= TokenDescriptor.MAX_SECONDS;
    }

    /** Whether the window holds a moment: from {@code notBefore}, before {@code expires}. */
    boolean current(Instant now) {
        return !now.isBefore(notBefore) && now.isBefore(expires);
    }

    /** The link in words, on one line. */
    String line() {
        return agent.id() + " (" + agent.type() + ") of tenant=" + tenant + ": " + scope + "; from "
                + notBefore + " until " + expires + conditions + ", key="
                + holder.id().shortHex()
                + ", given by key=" + issuer.id().shortHex();
    }
}

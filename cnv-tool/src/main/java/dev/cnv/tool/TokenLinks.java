package dev.cnv.tool;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.delegation.Conditions;
import dev.cnv.runtime.delegation.Grant;
import dev.cnv.runtime.delegation.RequiredApprovals;
import dev.cnv.runtime.delegation.Scope;
import dev.cnv.runtime.delegation.Token;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** A chain for people: a row for each link, and what each took away from the one before. */
final class TokenLinks {

    private TokenLinks() {}

    /**
     * A link of a chain.
     *
     * @param link which one, from 1
     * @param from who gave it: the root's key, or the agent of the link before
     * @param to who got it
     * @param type what kind of agent that is
     * @param tenant for whom
     * @param grants what it allows
     * @param narrowed what it took away from the link before; empty in the first and where nothing was
     * @param notBefore when it begins to be good
     * @param expires when it stops being good
     * @param uses how often it may be used, with all that are handed on from it
     * @param audience the runtimes that it is for; empty for all
     * @param further how many links may follow
     * @param description what it is for
     * @param token its id, by which it is revoked
     * @param key the id of the key that it was given to
     */
    record Link(
            int link,
            String from,
            String to,
            String type,
            String tenant,
            List<String> grants,
            List<String> narrowed,
            Instant notBefore,
            Instant expires,
            Optional<Long> uses,
            List<String> audience,
            int further,
            String description,
            String token,
            String key) {}

    static List<Link> of(List<Token> tokens, List<Digest> ids) {
        List<Link> links = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            Optional<Token> before = i == 0 ? Optional.empty() : Optional.of(tokens.get(i - 1));
            links.add(link(tokens.get(i), before, ids.get(i)));
        }
        return List.copyOf(links);
    }

    private static Link link(Token token, Optional<Token> before, Digest id) {
        OptionalLong uses = token.conditions().maximumUseCount();
        return new Link(
                token.depth(),
                before.map(parent -> parent.agent().id().value())
                        .orElse("root key " + token.issuer().id().shortHex()),
                token.agent().id().value(),
                token.agent().type(),
                token.tenant().value(),
                token.scope().grants().stream().map(Grant::toString).toList(),
                before.map(parent -> narrowed(parent, token)).orElse(List.of()),
                token.notBefore(),
                token.expires(),
                uses.isPresent() ? Optional.of(uses.getAsLong()) : Optional.empty(),
                List.copyOf(token.conditions().audience()),
                token.maxDepth() - token.depth(),
                token.description(),
                id.hex(),
                token.holder().id().hex());
    }

    /** What a link took away, in words. */
    private static List<String> narrowed(Token parent, Token child) {
        List<String> parts = new ArrayList<>();
        scope(parent.scope(), child.scope(), parts);
        conditions(parent.conditions(), child.conditions(), parts);
        if (child.notBefore().isAfter(parent.notBefore())) {
            parts.add("begins " + child.notBefore() + ", not " + parent.notBefore());
        }
        if (child.expires().isBefore(parent.expires())) {
            parts.add("ends " + child.expires() + ", not " + parent.expires());
        }
        if (child.maxDepth() < parent.maxDepth()) {
            parts.add("at most " + child.maxDepth() + " links, not " + parent.maxDepth());
        }
        return List.copyOf(parts);
    }

    private static void scope(Scope parent, Scope child, List<String> parts) {
        List<Grant> gone = parent.grants().stream()
                .filter(grant -> !child.grants().contains(grant))
                .toList();
        if (!gone.isEmpty()) {
            parts.add("grants " + texts(child.grants()) + ", not " + texts(parent.grants()));
        }
        added("forbids", parent.forbidden(), child.forbidden(), parts);
        if (!child.nouns().equals(parent.nouns())) {
            parts.add("only nouns " + texts(child.nouns()));
        }
        if (!child.verbs().equals(parent.verbs())) {
            parts.add("only verbs " + texts(child.verbs()));
        }
    }

    private static void conditions(Conditions parent, Conditions child, List<String> parts) {
        if (!child.maximumUseCount().equals(parent.maximumUseCount())) {
            child.maximumUseCount()
                    .ifPresent(count -> parts.add("at most " + count + " uses"
                            + (parent.maximumUseCount().isPresent()
                                    ? ", not " + parent.maximumUseCount().getAsLong()
                                    : "")));
        }
        if (!child.audience().equals(parent.audience())) {
            parts.add("only for " + texts(child.audience()));
        }
        added(
                "approved by",
                parent.approvals().stream().map(RequiredApprovals::toString).toList(),
                child.approvals().stream().map(RequiredApprovals::toString).toList(),
                parts);
        added(
                "under policy",
                parent.policyFloor().stream().map(Digest::shortHex).toList(),
                child.policyFloor().stream().map(Digest::shortHex).toList(),
                parts);
    }

    private static void added(
            String what, Collection<?> before, Collection<?> now, List<String> parts) {
        List<?> more = now.stream().filter(each -> !before.contains(each)).toList();
        if (!more.isEmpty()) {
            parts.add(what + " " + texts(more));
        }
    }

    private static String texts(Collection<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}

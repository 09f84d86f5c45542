package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.identity.AgentId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One link of a chain as a list of delegations shows it: who gave what to whom, and until when. Plain
 * data: what a caller may do is said by an {@link Authority} only.
 *
 * @param token the token's digest
 * @param parent the digest of the token above it; empty for the first of a chain
 * @param issuer the id of the key that issued it
 * @param holder the id of the key that it was issued to
 * @param agent who holds it
 * @param root the agent at the root of the chain
 * @param depth which link of its chain it is, from 1
 * @param notBefore when it begins to be good
 * @param expires when it stops being good
 * @param maximumUseCount how often it may be used; empty when that is not limited
 * @param encoded the token's bytes, in base64url
 */
public record Delegation(
        Digest token,
        Optional<Digest> parent,
        Digest issuer,
        Digest holder,
        AgentId agent,
        AgentId root,
        int depth,
        Instant notBefore,
        Instant expires,
        OptionalLong maximumUseCount,
        String encoded) {

    /** The links of a checked chain. */
    static List<Delegation> of(Chain chain, List<Token> links, List<Digest> digests) {
        List<String> encoded = chain.encodedTokens();
        List<Delegation> delegations = new ArrayList<>();
        for (int i = 0; i < links.size(); i++) {
            Token link = links.get(i);
            delegations.add(new Delegation(
                    digests.get(i),
                    link.parent(),
                    link.issuer().id(),
                    link.holder().id(),
                    link.agent().id(),
                    link.root(),
                    link.depth(),
                    link.notBefore(),
                    link.expires(),
                    link.conditions().maximumUseCount(),
                    encoded.get(i)));
        }
        return delegations;
    }

    @Override
    public String toString() {
        return "Delegation[token=" + token.shortHex() + ", agent=" + agent + ", root=" + root
                + ", depth=" + depth + ", expires=" + expires + "]";
    }
}

package dev.cnv.runtime.identity;

import dev.cnv.runtime.canonical.Digest;
import java.util.Optional;

/**
 * What is known about how a caller came by its authority, for rules to ask about.
 *
 * @param origin who stands at the beginning of the chain
 * @param originIsPerson whether that is a person; false as well when it is not known
 * @param executor who carries the call out: the last holder of the chain
 * @param depth how many links the chain has: 0 without credential, 1 for authority of one's own
 * @param chain the digest of the chain; empty without credential
 */
public record DelegationFacts(
        AgentId origin,
        boolean originIsPerson,
        AgentId executor,
        int depth,
        Optional<Digest> chain) {

    /** The type of agents that are persons. */
    public static final String PERSON = "person";

    /**
     * Checks the depth.
     *
     * @throws IllegalArgumentException when it is negative
     */
    public DelegationFacts {
        if (depth < 0) {
            throw new IllegalArgumentException("depth=" + depth + " is negative");
        }
    }

    /**
     * What a principal alone says. A chain of more than one link counts as one of two, and its origin
     * as no person, because the principal says neither.
     *
     * @param principal who calls
     * @return the facts
     */
    public static DelegationFacts of(Principal principal) {
        AgentId executor = principal.agent().id();
        boolean own = principal.root().equals(executor);
        int depth = switch (principal.kind()) {
            case ANONYMOUS -> 0;
            case DELEGATED -> 2;
            case DIRECT, SERVICE, SYSTEM -> 1;
        };
        boolean person = own
                && principal.kind() != PrincipalKind.ANONYMOUS
                && principal.agent().type().equals(PERSON);
        return new DelegationFacts(principal.root(), person, executor, depth, Optional.empty());
    }
}

package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.identity.DelegationFacts;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an authenticated caller may do: a chain that holds, and whose last key the caller has shown to
 * have. Only {@link ChainVerifier} gives one out that permits anything.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
public final class Authority {

    private static final Authority NONE = new Authority(null);

    private static final Digest NO_CHAIN = Digest.of("");

    private final @Nullable VerifiedChain chain;

    Authority(@Nullable VerifiedChain chain) {
        this.chain = chain;
    }

    /**
     * The authority of a caller without credential.
     *
     * @return it permits nothing
     */
    public static Authority none() {
        return NONE;
    }

    /** {@return the chain; empty for a caller without credential} */
    public Optional<VerifiedChain> chain() {
        return Optional.ofNullable(chain);
    }

    /** {@return who calls, for whom, on whose authority} */
    public Principal principal() {
        return chain == null ? Principal.ANONYMOUS : chain.principal();
    }

    /** {@return the digest of the chain; that of no bytes when there is none} */
    public Digest chainDigest() {
        return chain == null ? NO_CHAIN : chain.chain().digest();
    }

    /** {@return how the caller came by its authority, for policies} */
    public DelegationFacts facts() {
        return chain == null ? DelegationFacts.of(Principal.ANONYMOUS) : chain.facts();
    }

    /** {@return what each link with a maximum of uses allows, root first} */
    public List<UseCounter.Allowance> allowances() {
        return chain == null ? List.of() : chain.allowances();
    }

    /** {@return the links as a revocation needs them, root first} */
    public List<Revocations.Link> revocationLinks() {
        return chain == null ? List.of() : chain.revocationLinks();
    }

    /** {@return the chain in words, root first, one line per link; no line without credential} */
    public List<String> describe() {
        return chain == null ? List.of() : chain.describe();
    }

    /**
     * Whether the caller may make a call. Every link of the chain must grant it.
     *
     * @param verb the verb
     * @param arguments the checked arguments
     * @return why not; empty when it may
     */
    public Optional<Denial> check(VerbDescriptor verb, ObjectNode arguments) {
        return chain == null
                ? Optional.of(Denial.of(
                        Reason.AUTHORITY_MISSING,
                        "the caller has no credential, so nothing grants capability=" + verb.id()))
                : chain.check(verb, arguments);
    }

    /**
     * Whether the caller may call a verb with some arguments.
     *
     * @param verb the verb
     * @return false when no arguments could be allowed
     */
    public boolean mayReach(VerbDescriptor verb) {
        return chain != null && chain.mayReach(verb);
    }

    /**
     * Whether the credential is still good. Without credential there is none that could end, and
     * {@link #check} refuses.
     *
     * @param now the time
     * @param trust who is trusted, and what is revoked, at that time
     * @return why not; empty when it is
     */
    public Optional<Denial> valid(Instant now, Trust trust) {
        return chain == null ? Optional.empty() : chain.valid(now, trust);
    }

    @Override
    public String toString() {
        return "Authority[agent=" + principal().agent().id() + ", chain="
                + chainDigest().shortHex() + "]";
    }
}

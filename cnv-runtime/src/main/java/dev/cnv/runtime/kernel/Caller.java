package dev.cnv.runtime.kernel;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.delegation.Authority;
import dev.cnv.runtime.delegation.Revocations;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.Spending;
import dev.cnv.runtime.identity.DelegationFacts;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.runtime.outcome.Denial;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who calls, as established when the session was opened, or by a certificate of another runtime.
 *
 * @param principal who calls; anonymous when authentication failed
 * @param authority what the caller may do; nothing when authentication failed, or a runtime vouches
 * @param refusal why authentication failed, when it did
 * @param nonce the nonce of the proof that was made for this very call, when the caller has shown one
 * @param vouched the certificate that stands in the place of the authority
 */
record Caller(
        Principal principal,
        Authority authority,
        Optional<Denial> refusal,
        Optional<Spending.Nonce> nonce,
        Optional<Vouched> vouched) {

    /** A caller whose credential holds. */
    static Caller of(Authority authority) {
        return new Caller(
                authority.principal(),
                authority,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** A caller whose credential does not hold. */
    static Caller refused(Denial denial) {
        return new Caller(
                Principal.ANONYMOUS,
                Authority.none(),
                Optional.of(denial),
                Optional.empty(),
                Optional.empty());
    }

    /** A caller who has yet to show, for each call, who it is. */
    static Caller unproven() {
        return new Caller(
                Principal.ANONYMOUS,
                Authority.none(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The caller that a certificate names. */
    static Caller of(Vouched vouched) {
        return new Caller(
                vouched.claims().principal(),
                Authority.none(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(vouched));
    }

    /** The digest of the caller's chain; empty for a caller without one. */
    Optional<Digest> chain() {
        if (vouched.isPresent()) {
            return vouched.map(v -> v.claims().chain());
        }
        return principal.kind() == PrincipalKind.ANONYMOUS
                ? Optional.empty()
                : Optional.of(authority.chainDigest());
    }

    /** How the caller came by its authority, for policies. */
    DelegationFacts facts() {
        return vouched.isPresent() ? vouched.get().facts() : authority.delegation();
    }

    /** The links of the chain as a revocation needs them, root first. */
    List<Revocations.Link> revocationLinks() {
        return vouched.isPresent() ? vouched.get().claims().tokens() : authority.revocationLinks();
    }

    /** Why the caller may not make a call; empty when it may. */
    Optional<Denial> check(Call call) {
        return vouched.isPresent()
                ? vouched.get().grants(call)
                : authority.check(call.verb(), call.arguments());
    }

    /** Whether a verb that the call's verb requires is in reach; the issuer has seen to its own. */
    boolean mayReach(VerbDescriptor verb) {
        return vouched.isPresent() || authority.mayReach(verb);
    }

    /** Why what the caller came with is good no more; empty when it is. */
    Optional<Denial> valid(Instant now, Trust trust) {
        return vouched.isPresent() ? vouched.get().valid(now, trust) : authority.valid(now, trust);
    }

    /** This caller in calls that the proof was not made for. */
    Caller withoutNonce() {
        return new Caller(principal, authority, refusal, Optional.empty(), vouched);
    }
}

package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.CborRefusedException;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Says whether chains hold, and whether callers have their last keys. Chains that hold are kept, so
 * that the next time costs no signature check but that of possession. What is kept counts only under
 * the very {@link Trust} that it was verified under: after a revocation or any other change of trust
 * it is found no more.
 *
 * <p><b>Threading:</b> safe for use by several threads.
 */
public final class ChainVerifier {

    /** The length of the challenge of a session, in bytes. */
    public static final int CHALLENGE_BYTES = 32;

    /** How many chains are kept unless set otherwise. */
    public static final int DEFAULT_CAPACITY = 4096;

    private final VerifiedChains kept;
    private final ReplayGuard replays;
    private final UseCounter uses;
    private final Revocations revocations;

    /**
     * A verifier that keeps up to {@value #DEFAULT_CAPACITY} chains.
     *
     * @param replays remembers proofs of possession
     * @param uses counts the uses of tokens
     * @param revocations says which tokens were revoked, besides those that the trust names
     */
    public ChainVerifier(ReplayGuard replays, UseCounter uses, Revocations revocations) {
        this(DEFAULT_CAPACITY, replays, uses, revocations);
    }

    /**
     * A verifier.
     *
     * @param capacity how many chains are kept at most; rounded up to a power of two
     * @param replays remembers proofs of possession
     * @param uses counts the uses of tokens
     * @param revocations says which tokens were revoked, besides those that the trust names
     * @throws IllegalArgumentException when the capacity is not 1 to 2^24
     */
    public ChainVerifier(
            int capacity, ReplayGuard replays, UseCounter uses, Revocations revocations) {
        this.kept = new VerifiedChains(capacity);
        this.replays = replays;
        this.uses = uses;
        this.revocations = revocations;
    }

    /**
     * Checks a chain, whoever presents it. Uses are looked at and not taken.
     *
     * @param chain the chain
     * @param trust whose word counts
     * @param now the time
     * @return what the chain gives, or why it does not hold; nothing is thrown
     */
    public ChainVerdict verify(Chain chain, Trust trust, Instant now) {
        // Read first: what was found out in one epoch says nothing about a later one.
        long epoch = revocations.epoch();
        VerifiedChain known = kept.find(chain, trust);
        if (known != null && known.inWindow(now)) {
            return known.clearedIn(epoch) && known.allowances().isEmpty()
                    ? known.verdict()
                    : cleared(known, epoch);
        }
        return switch (ChainCheck.check(chain, trust, now)) {
            case ChainVerdict.Refused refused -> refused;
            case ChainVerdict.Holds(VerifiedChain verified) -> {
                kept.keep(verified);
                yield cleared(verified, epoch);
            }
        };
    }

    /** Asks what can change without a change of trust: revocations and uses. */
    private ChainVerdict cleared(VerifiedChain verified, long epoch) {
        if (!verified.clearedIn(epoch)) {
            Optional<Denial> unknown = revocations.unknown();
            if (unknown.isPresent()) {
                return new ChainVerdict.Refused(unknown.get());
            }
            Optional<Digest> revoked = revocations.revoked(verified.revocationLinks());
            if (revoked.isPresent()) {
                return new ChainVerdict.Refused(
                        ChainCheck.revoked(revoked.get(), verified.tokenDigests()));
            }
            verified.cleared(epoch);
        }
        Optional<Digest> spent = uses.exhausted(verified.allowances());
        return spent.isPresent()
                ? new ChainVerdict.Refused(exhausted(spent.get()))
                : verified.verdict();
    }

    /**
     * The refusal of a chain with a token that has no uses left.
     *
     * @param token the token's id
     * @return the refusal
     */
    public static Denial exhausted(Digest token) {
        return Denial.of(Reason.USES_EXHAUSTED, "token=" + token.shortHex() + " has no uses left")
                .with("token", token.hex());
    }

    /**
     * Checks a chain, and that a caller has signed the challenge of a session.
     *
     * @param chain the caller's chain
     * @param challenge {@value #CHALLENGE_BYTES} random bytes that this runtime made for this session
     * @param possession what {@link Credential.Held#prove} gives for the challenge
     * @param trust whose word counts
     * @param now the time
     * @return the caller's authority, or why it has none; nothing is thrown
     */
    public AuthenticationResult authenticate(
            Chain chain, byte[] challenge, byte[] possession, Trust trust, Instant now) {
        return switch (verify(chain, trust, now)) {
            case ChainVerdict.Refused(Denial denial) -> new AuthenticationResult.Refused(denial);
            case ChainVerdict.Holds(VerifiedChain verified) ->
                SessionOpening.holds(
                                verified.holder(),
                                chain.digest(),
                                trust.audience(),
                                challenge,
                                possession)
                        ? new AuthenticationResult.Authenticated(verified.authority())
                        : new AuthenticationResult.Refused(unproven(verified.holder()));
        };
    }

    /**
     * Checks who a caller in this process is.
     *
     * @param credential what the caller holds
     * @param challenge {@value #CHALLENGE_BYTES} random bytes that this runtime made for this session
     * @param trust whose word counts
     * @param now the time
     * @return the caller's authority, which is none for {@link Credential.Anonymous}, or why it is
     *     refused; that of {@link Credential.Presented} needs a proof for each call
     */
    public AuthenticationResult authenticate(
            Credential credential, byte[] challenge, Trust trust, Instant now) {
        return switch (credential) {
            case Credential.Anonymous() -> new AuthenticationResult.Authenticated(Authority.none());
            case Credential.Held held ->
                authenticate(
                        held.chain(),
                        challenge,
                        held.prove(challenge, trust.audience()),
                        trust,
                        now);
            case Credential.Presented(Chain chain) ->
                switch (verify(chain, trust, now)) {
                    case ChainVerdict.Refused(Denial denial) ->
                        new AuthenticationResult.Refused(denial);
                    case ChainVerdict.Holds(VerifiedChain verified) ->
                        new AuthenticationResult.Unproven(verified);
                };
        };
    }

    /**
     * Checks a chain, and a proof for one call; the proof is used up.
     *
     * @param chain the caller's chain
     * @param proof the caller's proof
     * @param verb the verb that is called
     * @param arguments the SHA-256 of its canonical arguments
     * @param trust whose word counts
     * @param now the time
     * @return the caller's authority, or why it has none; nothing is thrown
     */
    public AuthenticationResult authenticate(
            Chain chain,
            PossessionProof proof,
            CapabilityId verb,
            Digest arguments,
            Trust trust,
            Instant now) {
        return switch (verify(chain, trust, now)) {
            case ChainVerdict.Refused(Denial denial) -> new AuthenticationResult.Refused(denial);
            case ChainVerdict.Holds(VerifiedChain verified) ->
                prove(verified, proof, verb, Set.of(arguments), trust, now);
        };
    }

    /**
     * Checks a proof for one call of a chain that holds; the proof is used up.
     *
     * @param verified the chain
     * @param proof the proof
     * @param verb the verb that is called
     * @param arguments the SHA-256 of its canonical arguments, in each form that a proof may be for
     * @param trust whose word counts
     * @param now the time
     * @return the caller's authority, or why it has none; nothing is thrown
     */
    public AuthenticationResult prove(
            VerifiedChain verified,
            PossessionProof proof,
            CapabilityId verb,
            Set<Digest> arguments,
            Trust trust,
            Instant now) {
        Optional<PossessionProof.Claims> claims = claims(verified.holder(), proof);
        return fault(claims, verified, verb, arguments, trust, now)
                .or(() -> replayed(claims.orElseThrow(), verified.holder()))
                .<AuthenticationResult>map(AuthenticationResult.Refused::new)
                .orElseGet(() -> new AuthenticationResult.Authenticated(verified.authority()));
    }

    /**
     * Says what {@link #prove} would say, but for whether the proof was used before. The proof stays
     * good; so this is for explaining a call, not for making it.
     *
     * @param verified the chain
     * @param proof the proof
     * @param verb the verb that is called
     * @param arguments the SHA-256 of its canonical arguments, in each form that a proof may be for
     * @param trust whose word counts
     * @param now the time
     * @return the caller's authority, or why it has none; nothing is thrown
     */
    public AuthenticationResult preview(
            VerifiedChain verified,
            PossessionProof proof,
            CapabilityId verb,
            Set<Digest> arguments,
            Trust trust,
            Instant now) {
        return fault(claims(verified.holder(), proof), verified, verb, arguments, trust, now)
                .<AuthenticationResult>map(AuthenticationResult.Refused::new)
                .orElseGet(() -> new AuthenticationResult.Authenticated(verified.authority()));
    }

    /**
     * Checks a chain without a caller: signatures, roots and that each link hands on no more than the one
     * before, but neither possession nor the links' time, revocation or uses.
     *
     * @param chain the chain
     * @param trust whose word counts
     * @param now the time, for a certificate path that vouches for the first key
     * @return its links, or why it does not hold; nothing is thrown
     */
    public static ChainInspection inspect(Chain chain, Trust trust, Instant now) {
        return ChainCheck.inspect(chain, trust, now);
    }

    private static Optional<PossessionProof.Claims> claims(
            PublicKey holder, PossessionProof proof) {
        try {
            return proof.claims(holder);
        } catch (CborRefusedException _) {
            return Optional.empty();
        }
    }

    private static Optional<Denial> fault(
            Optional<PossessionProof.Claims> claims,
            VerifiedChain verified,
            CapabilityId verb,
            Set<Digest> arguments,
            Trust trust,
            Instant now) {
        if (claims.isEmpty()) {
            return Optional.of(unproven(verified.holder()));
        }
        return otherCall(verified, claims.get(), verb, arguments, trust)
                .or(() -> stale(claims.get(), now));
    }

    private static Optional<Denial> otherCall(
            VerifiedChain verified,
            PossessionProof.Claims claims,
            CapabilityId verb,
            Set<Digest> arguments,
            Trust trust) {
        String part = !claims.chain().equals(verified.chain().digest())
                ? "chain"
                : !claims.verb().equals(verb.path())
                        ? "verb"
                        : !arguments.contains(claims.arguments())
                                ? "arguments"
                                : claims.audience().equals(trust.audience()) ? "" : "audience";
        return part.isEmpty()
                ? Optional.empty()
                : Optional.of(Denial.of(
                                Reason.POSSESSION_OTHER_CALL,
                                "the proof of possession is for another " + part
                                        + " than this call of " + verb)
                        .with("part", part));
    }

    private static Optional<Denial> stale(PossessionProof.Claims claims, Instant now) {
        long window = PossessionDescriptor.WINDOW.toSeconds();
        return Math.abs(now.getEpochSecond() - claims.time()) <= window
                ? Optional.empty()
                : Optional.of(Denial.of(
                        Reason.POSSESSION_STALE,
                        "the proof of possession is of " + Instant.ofEpochSecond(claims.time())
                                + ", more than " + window + " seconds from " + now));
    }

    private Optional<Denial> replayed(PossessionProof.Claims claims, PublicKey holder) {
        PossessionProof.Nonce nonce = claims.nonce(holder);
        return replays.first(nonce.key(), nonce.until())
                ? Optional.empty()
                : Optional.of(Denial.of(
                        Reason.POSSESSION_REPLAYED,
                        "the proof of possession was seen before, or no more can be remembered"));
    }

    private static Denial unproven(PublicKey holder) {
        return Denial.of(
                Reason.POSSESSION_UNPROVEN,
                "the caller did not prove that it has the holder's key="
                        + holder.id().shortHex());
    }
}

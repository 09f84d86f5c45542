package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.identity.DelegationFacts;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an authenticated caller may do. Only {@link Trust} makes one that permits anything.
 *
 * <p><b>Threading:</b> immutable.
 */
public final class Authority {

    private static final Authority NONE =
            new Authority(Principal.ANONYMOUS, Digest.of(""), List.of(), List.of());

    private final Principal principal;
    private final Digest chainDigest;
    private final List<Token> links;
    private final List<Digest> digests;

    private Authority(
            Principal principal, Digest chainDigest, List<Token> links, List<Digest> digests) {
        this.principal = principal;
        this.chainDigest = chainDigest;
        this.links = List.copyOf(links);
        this.digests = List.copyOf(digests);
    }

    /**
     * The authority of a caller without credential.
     *
     * @return it permits nothing
     */
    public static Authority none() {
        return NONE;
    }

    /** The authority of a checked chain. */
    static Authority of(Chain chain, List<Token> links) {
        Token last = links.getLast();
        PrincipalKind kind = links.size() > 1
                ? PrincipalKind.DELEGATED
                : last.agent().type().equals("service")
                        ? PrincipalKind.SERVICE
                        : PrincipalKind.DIRECT;
        Principal principal = new Principal(last.agent(), last.tenant(), kind, last.root());
        return new Authority(principal, chain.digest(), links, chain.tokenDigests());
    }

    /** {@return who calls, for whom, on whose authority} */
    public Principal principal() {
        return principal;
    }

    /** {@return the digest of the chain; that of no bytes when there is none} */
    public Digest chainDigest() {
        return chainDigest;
    }

    /** {@return what rules may ask about the chain} */
    public DelegationFacts delegation() {
        if (links.isEmpty()) {
            return DelegationFacts.of(principal);
        }
        return new DelegationFacts(
                principal.root(),
                links.getFirst().agent().type().equals(DelegationFacts.PERSON),
                principal.agent().id(),
                links.size(),
                Optional.of(chainDigest));
    }

    /** {@return the chain in words, root first, one line per link; no line without credential} */
    public List<String> describe() {
        return links.stream().map(Token::line).toList();
    }

    /**
     * Whether the caller may make a call. Every link of the chain must grant it.
     *
     * @param verb the verb
     * @param arguments the checked arguments
     * @return why not; empty when it may
     */
    public Optional<Denial> check(VerbDescriptor verb, ObjectNode arguments) {
        if (links.isEmpty()) {
            return Optional.of(Denial.of(
                    Reason.AUTHORITY_MISSING,
                    "the caller has no credential, so nothing grants capability=" + verb.id()));
        }
        return links.stream()
                .map(link -> check(link, verb, arguments))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /**
     * Whether the caller may call a verb with some arguments.
     *
     * @param verb the verb
     * @return false when no arguments could be allowed
     */
    public boolean mayReach(VerbDescriptor verb) {
        return !links.isEmpty()
                && links.stream()
                        .allMatch(link ->
                                link.verbs().stream().anyMatch(grant -> grant.reaches(verb)));
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
        if (links.isEmpty()) {
            return Optional.empty();
        }
        if (!trust.roots().contains(links.getFirst().issuer())) {
            return Optional.of(ChainVerifier.unknown(links.getFirst().issuer().id()));
        }
        return ChainVerifier.revoked(trust, digests)
                .or(() -> ChainVerifier.outsideWindow(links, now));
    }

    @Override
    public String toString() {
        return "Authority[agent=" + principal.agent().id() + ", chain=" + chainDigest.shortHex()
                + "]";
    }

    private static Optional<Denial> check(Token link, VerbDescriptor verb, ObjectNode arguments) {
        List<Grant> named =
                link.verbs().stream().filter(grant -> grant.names(verb)).toList();
        if (named.isEmpty()) {
            return refused(
                    link, Reason.CAPABILITY_NOT_GRANTED, "does not grant capability=" + verb.id());
        }
        List<Grant> reaching =
                named.stream().filter(grant -> grant.reaches(verb)).toList();
        if (reaching.isEmpty()) {
            return refused(
                    link,
                    Reason.EFFECT_NOT_GRANTED,
                    "does not grant effects=" + verb.effects().effects() + " of capability="
                            + verb.id() + ", which reach to " + verb.effects().level());
        }
        Optional<String> parameter = Optional.empty();
        for (Grant grant : reaching) {
            Optional<String> fault = grant.refusedParameter(arguments);
            if (fault.isEmpty()) {
                return Optional.empty();
            }
            parameter = parameter.isPresent() ? parameter : fault;
        }
        String name = parameter.orElseThrow();
        return refused(
                        link,
                        Reason.ARGUMENT_NOT_GRANTED,
                        "does not grant this value of parameter=" + name)
                .map(denial -> denial.with(Denial.PARAMETER, name));
    }

    private static Optional<Denial> refused(Token link, Reason reason, String what) {
        String agent = link.agent().id().value();
        return Optional.of(Denial.of(reason, "the chain's link to agent=" + agent + " " + what)
                .with("link", Integer.toString(link.depth()))
                .with("agent", agent));
    }
}

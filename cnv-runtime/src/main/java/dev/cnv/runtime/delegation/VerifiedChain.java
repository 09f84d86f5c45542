package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityPattern;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.DelegationFacts;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A chain of which everything holds, but of which nobody has shown yet to have the last key. It says
 * what the chain gives; to use it takes an {@link Authority}. Only {@link ChainVerifier} makes one.
 *
 * <p><b>Threading:</b> safe for use by several threads; immutable but for what it remembers about verbs.
 */
public final class VerifiedChain {

    /** How many verbs are remembered; a power of two. */
    private static final int REMEMBERED = 64;

    private final Chain chain;
    private final Trust trust;
    private final List<Token> links;
    private final List<Digest> ids;
    private final Principal principal;
    private final DelegationFacts facts;
    private final long notBeforeSeconds;
    private final long expiresSeconds;
    private final List<UseCounter.Allowance> allowances;
    private final List<RequiredApprovals> approvals;
    private final Set<Digest> policyFloor;
    private final Authority authority;
    private final ChainVerdict.Holds verdict;
    private final List<Revocations.Link> revocationLinks;
    private final Optional<KeyVouching> vouching;

    /**
     * In which epoch of revocations no link was revoked. Volatile: what a thread has found out in an
     * epoch holds for all that ask in it. Epochs are not negative.
     */
    private volatile long clearedEpoch = -1;

    /*
     * Implementation notes: the grants of each link that reach a verb, by the descriptor's identity. An
     * element is set with release and read with acquire, so that whoever sees it sees its content; a
     * lost race costs finding the grants again.
     */
    private final AtomicReferenceArray<@Nullable Reach> reaches =
            new AtomicReferenceArray<>(REMEMBERED);

    /**
     * Under which trust, after that of the verification, the first key was found to count. Volatile: what a
     * thread has found out holds for all that ask under the same trust.
     */
    private volatile @Nullable Standing standing;

    /** Where the first key counts: under a trust, and while its path holds if it has one. */
    private record Standing(Trust trust, Optional<KeyVouching> vouching) {

        @SuppressWarnings("ReferenceEquality") // An equal trust may have been another in between.
        boolean counts(Trust present, Instant now) {
            return trust == present && vouching.filter(by -> !by.current(now)).isEmpty();
        }
    }

    /** For one verb, each link's grants that reach it, root first. */
    private static final class Reach {

        private final VerbDescriptor verb;
        private final Grant[][] grants;

        Reach(VerbDescriptor verb, Grant[][] grants) {
            this.verb = verb;
            this.grants = grants;
        }
    }

    VerifiedChain(
            Chain chain,
            Trust trust,
            List<Token> links,
            List<Digest> ids,
            Optional<KeyVouching> vouching) {
        this.chain = chain;
        this.trust = trust;
        this.links = List.copyOf(links);
        this.ids = List.copyOf(ids);
        this.vouching = vouching;
        this.principal = principal(links);
        this.facts = new DelegationFacts(
                links.getFirst().agent().id(),
                originIsPerson(),
                executor(),
                links.size(),
                Optional.of(chain.digest()));
        this.notBeforeSeconds = Stream.concat(
                        links.stream().map(Token::notBefore),
                        vouching.stream().map(KeyVouching::notBefore))
                .mapToLong(Instant::getEpochSecond)
                .max()
                .orElseThrow();
        this.expiresSeconds = Stream.concat(
                        links.stream().map(Token::expires),
                        vouching.stream().map(KeyVouching::expires))
                .mapToLong(Instant::getEpochSecond)
                .min()
                .orElseThrow();
        List<UseCounter.Allowance> limits = new ArrayList<>();
        List<Revocations.Link> revocable = new ArrayList<>();
        Set<RequiredApprovals> demands = new LinkedHashSet<>();
        Set<Digest> floor = new TreeSet<>();
        for (int i = 0; i < links.size(); i++) {
            Token link = links.get(i);
            Digest id = ids.get(i);
            revocable.add(new Revocations.Link(id, link.issuer().id()));
            link.conditions()
                    .maximumUseCount()
                    .ifPresent(count ->
                            limits.add(new UseCounter.Allowance(id, count, link.expires())));
            demands.addAll(link.conditions().approvals());
            floor.addAll(link.conditions().policyFloor());
        }
        this.allowances = List.copyOf(limits);
        this.revocationLinks = List.copyOf(revocable);
        this.approvals = List.copyOf(demands);
        this.policyFloor = Collections.unmodifiableSet(floor);
        this.authority = new Authority(this);
        this.verdict = new ChainVerdict.Holds(this);
    }

    private static Principal principal(List<Token> links) {
        Token last = links.getLast();
        PrincipalKind kind = links.size() > 1
                ? PrincipalKind.DELEGATED
                : last.agent().type().equals("service")
                        ? PrincipalKind.SERVICE
                        : PrincipalKind.DIRECT;
        return new Principal(last.agent(), last.tenant(), kind, last.root());
    }

    /** {@return the chain} */
    public Chain chain() {
        return chain;
    }

    /** {@return what the links say, root first} */
    public List<Token> tokens() {
        return links;
    }

    /** {@return the ids of the links, root first} */
    public List<Digest> tokenDigests() {
        return ids;
    }

    /** {@return who calls with it, for whom, on whose authority} */
    public Principal principal() {
        return principal;
    }

    /** {@return how whoever calls with it came by its authority, for policies} */
    public DelegationFacts facts() {
        return facts;
    }

    /** {@return how many links it has} */
    public int depth() {
        return links.size();
    }

    /** {@return whether the first link was given to a person} */
    public boolean originIsPerson() {
        return links.getFirst().agent().type().equals(DelegationFacts.PERSON);
    }

    /** {@return who acts in the end: the agent of the last link} */
    public AgentId executor() {
        return principal.agent().id();
    }

    /** {@return the key that whoever calls with it must have} */
    public PublicKey holder() {
        return links.getLast().holder();
    }

    /** {@return from when it is good: the latest beginning of a link or certificate} */
    public Instant notBefore() {
        return Instant.ofEpochSecond(notBeforeSeconds);
    }

    /**
     * Until when it is good.
     *
     * @return the earliest end of a link, or of the certificate path that vouches for its first key; by
     *     then a newer revocation list of an authority may be due, too
     */
    public Instant expires() {
        return Instant.ofEpochSecond(expiresSeconds);
    }

    /** {@return what each link with a maximum of uses allows, root first} */
    public List<UseCounter.Allowance> allowances() {
        return allowances;
    }

    /** {@return the links as a revocation needs them, root first} */
    public List<Revocations.Link> revocationLinks() {
        return revocationLinks;
    }

    /**
     * What the links permit together, grants' arguments aside.
     *
     * @return the intersection of all links
     */
    public CapabilityConstraints effective() {
        return CapabilityConstraints.effective(
                links.stream().map(VerifiedChain::constraints).toList());
    }

    private static CapabilityConstraints constraints(Token link) {
        Scope scope = link.scope();
        EffectLevel highest = scope.grants().stream()
                .map(Grant::max)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        NavigableSet<CapabilityPattern> allowed = scope.grants().stream()
                .map(Grant::capability)
                .collect(Collectors.toCollection(TreeSet::new));
        return new CapabilityConstraints(
                Optional.of(allowed),
                scope.nouns().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new TreeSet<>(scope.nouns())),
                scope.verbs().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new TreeSet<>(scope.verbs())),
                new TreeSet<>(scope.forbidden()),
                highest,
                TimeWindow.between(link.notBefore(), link.expires()),
                link.conditions().maximumUseCount());
    }

    /** {@return the approvals that each call needs, all of them} */
    public List<RequiredApprovals> requiredApprovals() {
        return approvals;
    }

    /** {@return the hashes of the policies that a runtime must enforce, sorted} */
    public Set<Digest> policyFloor() {
        return policyFloor;
    }

    /**
     * By which certificate the first key was taken for the root principal's.
     *
     * @return the certificate and the authority that was trusted; empty when the key is a trusted root
     */
    public Optional<KeyVouching> vouching() {
        return vouching;
    }

    /** {@return the chain in words, root first, one line per link} */
    public List<String> describe() {
        List<String> lines = new ArrayList<>(links.stream().map(Token::line).toList());
        vouching.ifPresent(
                by -> lines.set(0, lines.getFirst() + ", which is vouched for by " + by));
        return List.copyOf(lines);
    }

    /**
     * Whether the chain allows a call. Every link must.
     *
     * @param verb the verb
     * @param arguments the checked arguments
     * @return why not; empty when it does
     */
    public Optional<Denial> check(VerbDescriptor verb, ObjectNode arguments) {
        Grant[][] grants = reach(verb).grants;
        for (int i = 0; i < grants.length; i++) {
            if (!oneAdmits(grants[i], arguments)) {
                return Optional.of(refusal(links.get(i), verb, arguments));
            }
        }
        return Optional.empty();
    }

    /**
     * Whether the chain allows a verb with some arguments.
     *
     * @param verb the verb
     * @return false when no arguments could be allowed
     */
    public boolean mayReach(VerbDescriptor verb) {
        for (Grant[] grants : reach(verb).grants) {
            if (grants.length == 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether the chain allows a verb with whatever arguments: every link must, by one grant.
     *
     * @param verb the verb
     * @return false when some arguments could be refused
     */
    public boolean admitsAnyArguments(VerbDescriptor verb) {
        return Arrays.stream(reach(verb).grants)
                .allMatch(link ->
                        Arrays.stream(link).anyMatch(grant -> grant.arguments().isEmpty()));
    }

    /**
     * What arguments must be so that each link allows a verb: of a link without a grant that takes any
     * arguments, every constraint of its grants.
     *
     * @param verb a verb that the chain may reach
     * @return the constraints in words, {@code path is below docs}, sorted; empty exactly when {@link
     *     #admitsAnyArguments}
     */
    public Set<String> constrained(VerbDescriptor verb) {
        Set<String> words = new TreeSet<>();
        for (Grant[] link : reach(verb).grants) {
            if (Arrays.stream(link).noneMatch(grant -> grant.arguments().isEmpty())) {
                for (Grant grant : link) {
                    grant.arguments().forEach((name, rule) -> words.add(name + " is " + rule));
                }
            }
        }
        return words;
    }

    /**
     * Whether the chain is still good.
     *
     * @param now the time
     * @param present who is trusted, and what is revoked, at that time
     * @return why not; empty when it is
     */
    public Optional<Denial> valid(Instant now, Trust present) {
        if (verifiedUnder(present) && inWindow(now)) {
            return Optional.empty();
        }
        return rootLost(now, present)
                .or(() -> ChainCheck.revoked(present, ids))
                .or(() -> ChainCheck.elsewhere(present, links))
                .or(() -> ChainCheck.outsideWindow(links, now));
    }

    /** Why the first key counts no more; a path that counts is checked once a trust and period. */
    private Optional<Denial> rootLost(Instant now, Trust present) {
        Standing known = standing;
        if (known != null && known.counts(present, now)) {
            return Optional.empty();
        }
        return switch (ChainCheck.root(chain, links.getFirst(), present, now)) {
            case RootKey.Found.Refused(Denial denial) -> Optional.of(denial);
            case RootKey.Found.Trusted(RootKey root) -> {
                standing = new Standing(present, root.vouching());
                yield Optional.empty();
            }
        };
    }

    @Override
    public String toString() {
        return "VerifiedChain[agent=" + executor() + ", chain=" + chain.digest().shortHex() + "]";
    }

    /** The same trust, not an equal one: what changed and changed back was another in between. */
    @SuppressWarnings("ReferenceEquality")
    boolean verifiedUnder(Trust other) {
        return trust == other;
    }

    boolean inWindow(Instant now) {
        long second = now.getEpochSecond();
        return second >= notBeforeSeconds && second < expiresSeconds;
    }

    boolean clearedIn(long epoch) {
        return clearedEpoch == epoch;
    }

    void cleared(long epoch) {
        clearedEpoch = epoch;
    }

    Trust trust() {
        return trust;
    }

    Authority authority() {
        return authority;
    }

    ChainVerdict.Holds verdict() {
        return verdict;
    }

    @SuppressWarnings("ReferenceEquality") // A descriptor is made once and kept.
    private Reach reach(VerbDescriptor verb) {
        int slot = System.identityHashCode(verb) & (REMEMBERED - 1);
        Reach known = reaches.getAcquire(slot);
        if (known != null && known.verb == verb) {
            return known;
        }
        Grant[][] grants = new Grant[links.size()][];
        for (int i = 0; i < grants.length; i++) {
            grants[i] = links.get(i).scope().named(verb).stream()
                    .filter(grant -> grant.reaches(verb))
                    .toArray(Grant[]::new);
        }
        Reach found = new Reach(verb, grants);
        reaches.setRelease(slot, found);
        return found;
    }

    private static boolean oneAdmits(Grant[] grants, ObjectNode arguments) {
        for (Grant grant : grants) {
            if (grant.refusedParameter(arguments).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Why a link does not allow a call, which it does not. */
    private static Denial refusal(Token link, VerbDescriptor verb, ObjectNode arguments) {
        List<Grant> named = link.scope().named(verb);
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
        String parameter = reaching.stream()
                .flatMap(grant -> grant.refusedParameter(arguments).stream())
                .findFirst()
                .orElseThrow();
        return refused(
                        link,
                        Reason.ARGUMENT_NOT_GRANTED,
                        "does not grant this value of parameter=" + parameter)
                .with(Denial.PARAMETER, parameter);
    }

    private static Denial refused(Token link, Reason reason, String what) {
        String agent = link.agent().id().value();
        return Denial.of(reason, "the chain's link to agent=" + agent + " " + what)
                .with("link", Integer.toString(link.depth()))
                .with("agent", agent);
    }
}

package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityPattern;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.identity.Agent;
import dev.cnv.runtime.identity.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * The content of a new link of a chain, before it is signed. Tenant, window, uses, audience, nouns and
 * verbs that a draft leaves out are those of the link before. The forbidden verbs, needed approvals and
 * demanded policies of the draft are added to those of the link before.
 *
 * <p><b>Threading:</b> immutable.
 *
 * @param holder the key of whoever gets it
 * @param agent who that is
 * @param tenant for whom; empty is the link before's, or the default tenant in a first link
 * @param notBefore when it begins to be good; empty is as the link before, needed in a first link
 * @param expires when it stops being good; empty is as the link before, needed in a first link
 * @param furtherLinkCount how many links may follow it; 0 when it must not be handed on
 * @param scope which verbs the holder may call
 * @param conditions what else must hold
 * @param description what the link is for, in words
 * @param tags words to find it by
 */
public record TokenDraft(
        PublicKey holder,
        Agent agent,
        Optional<TenantId> tenant,
        Optional<Instant> notBefore,
        Optional<Instant> expires,
        int furtherLinkCount,
        Scope scope,
        Conditions conditions,
        String description,
        Set<String> tags) {

    /** Copies the set. */
    public TokenDraft {
        tags = Set.copyOf(tags);
    }

    /**
     * Begins a draft that permits nothing yet and whose holder must not delegate it.
     *
     * @param holder the key of whoever gets it
     * @param agent the agent's id; in a later link {@code parent/name}, below the one that hands on
     * @param type the agent's type, such as {@code person}, {@code llm}, {@code service}
     * @return the draft
     */
    public static TokenDraft to(PublicKey holder, String agent, String type) {
        return new TokenDraft(
                holder,
                Agent.of(agent, type),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                Scope.NOTHING,
                Conditions.NONE,
                "",
                Set.of());
    }

    /**
     * This draft for a tenant.
     *
     * @param id the tenant
     * @return a new draft
     */
    public TokenDraft tenant(TenantId id) {
        return new TokenDraft(
                holder,
                agent,
                Optional.of(id),
                notBefore,
                expires,
                furtherLinkCount,
                scope,
                conditions,
                description,
                tags);
    }

    /**
     * This draft with a window of validity. Both ends are cut to whole seconds.
     *
     * @param from when it begins to be good
     * @param until when it stops being good
     * @return a new draft
     */
    public TokenDraft between(Instant from, Instant until) {
        return new TokenDraft(
                holder,
                agent,
                tenant,
                Optional.of(from),
                Optional.of(until),
                furtherLinkCount,
                scope,
                conditions,
                description,
                tags);
    }

    /**
     * This draft for a holder who may delegate it.
     *
     * @param links how many links may follow it
     * @return a new draft
     */
    public TokenDraft mayHandOn(int links) {
        return new TokenDraft(
                holder,
                agent,
                tenant,
                notBefore,
                expires,
                links,
                scope,
                conditions,
                description,
                tags);
    }

    /**
     * This draft with one more grant.
     *
     * @param grant what the holder may do too
     * @return a new draft
     * @throws IllegalArgumentException when there are too many
     */
    public TokenDraft grant(Grant grant) {
        List<Grant> more = new ArrayList<>(scope.grants());
        more.add(grant);
        return scope(new Scope(more, scope.forbidden(), scope.nouns(), scope.verbs()));
    }

    /**
     * This draft with one more grant, for any arguments.
     *
     * @param capability the verbs, such as {@code file.*}
     * @param max how far their effects may reach
     * @return a new draft
     */
    public TokenDraft grant(String capability, EffectLevel max) {
        return grant(Grant.of(capability, max));
    }

    /**
     * This draft with verbs that stay forbidden whatever is granted.
     *
     * @param capabilities patterns, such as {@code file.delete}
     * @return a new draft
     * @throws IllegalArgumentException when a pattern is malformed, or there are too many
     */
    public TokenDraft forbid(String... capabilities) {
        Set<CapabilityPattern> more = new TreeSet<>(scope.forbidden());
        Arrays.stream(capabilities).map(CapabilityPattern::new).forEach(more::add);
        return scope(new Scope(scope.grants(), more, scope.nouns(), scope.verbs()));
    }

    /**
     * This draft for some nouns only.
     *
     * @param nouns the nouns, such as {@code account}
     * @return a new draft
     * @throws IllegalArgumentException when a noun is malformed
     */
    public TokenDraft onlyNouns(String... nouns) {
        return scope(new Scope(scope.grants(), scope.forbidden(), Set.of(nouns), scope.verbs()));
    }

    /**
     * This draft for some verbs only.
     *
     * @param verbs the verbs, such as {@code read}, of whatever noun
     * @return a new draft
     * @throws IllegalArgumentException when a verb is malformed
     */
    public TokenDraft onlyVerbs(String... verbs) {
        return scope(new Scope(scope.grants(), scope.forbidden(), scope.nouns(), Set.of(verbs)));
    }

    /**
     * This draft with a limit of uses, which the link shares with all links that descend from it.
     *
     * @param count how many, at least 1
     * @return a new draft
     * @throws IllegalArgumentException when the count is not positive
     */
    public TokenDraft maximumUses(long count) {
        return conditions(new Conditions(
                OptionalLong.of(count),
                conditions.audience(),
                conditions.approvals(),
                conditions.policyFloor()));
    }

    /**
     * This draft for some runtimes only.
     *
     * @param names the names that those runtimes have, see {@link Trust#withAudience}
     * @return a new draft
     * @throws IllegalArgumentException when a name is malformed
     */
    public TokenDraft audience(String... names) {
        return conditions(new Conditions(
                conditions.maximumUseCount(),
                Set.of(names),
                conditions.approvals(),
                conditions.policyFloor()));
    }

    /**
     * This draft, which also demands that every call is approved.
     *
     * @param count how many of the keys must have signed an approval of the call
     * @param keys the approvers' keys
     * @return a new draft
     * @throws IllegalArgumentException when there are not as many keys
     */
    public TokenDraft requireApprovals(int count, PublicKey... keys) {
        List<RequiredApprovals> more = new ArrayList<>(conditions.approvals());
        more.add(new RequiredApprovals(count, new TreeSet<>(Arrays.asList(keys))));
        return conditions(new Conditions(
                conditions.maximumUseCount(),
                conditions.audience(),
                more,
                conditions.policyFloor()));
    }

    /**
     * This draft with a policy that a runtime must enforce.
     *
     * @param policy the policy's hash
     * @return a new draft
     */
    public TokenDraft policyFloor(Digest policy) {
        Set<Digest> more = new TreeSet<>(conditions.policyFloor());
        more.add(policy);
        return conditions(new Conditions(
                conditions.maximumUseCount(), conditions.audience(), conditions.approvals(), more));
    }

    /**
     * This draft with words about it.
     *
     * @param text what the link is for
     * @param words words to find it by
     * @return a new draft
     */
    public TokenDraft described(String text, String... words) {
        return new TokenDraft(
                holder,
                agent,
                tenant,
                notBefore,
                expires,
                furtherLinkCount,
                scope,
                conditions,
                text,
                Set.of(words));
    }

    private TokenDraft scope(Scope other) {
        return new TokenDraft(
                holder,
                agent,
                tenant,
                notBefore,
                expires,
                furtherLinkCount,
                other,
                conditions,
                description,
                tags);
    }

    private TokenDraft conditions(Conditions other) {
        return new TokenDraft(
                holder,
                agent,
                tenant,
                notBefore,
                expires,
                furtherLinkCount,
                scope,
                other,
                description,
                tags);
    }
}

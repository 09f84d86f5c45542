package dev.cnv.runtime.delegation;

import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.identity.Agent;
import dev.cnv.runtime.identity.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a new link of a chain shall say, before it is signed.
 *
 * <p><b>Threading:</b> immutable.
 *
 * @param holder the key of whoever gets it
 * @param agent who that is
 * @param tenant for whom; empty is the link before's, or the default tenant in a first link
 * @param notBefore when it begins to be good; empty is as the link before, needed in a first link
 * @param expires when it stops being good; empty is as the link before, needed in a first link
 * @param furtherLinkCount how many links may follow it; 0 when it must not be handed on
 * @param verbs what the holder may do
 */
public record TokenDraft(
        PublicKey holder,
        Agent agent,
        Optional<TenantId> tenant,
        Optional<Instant> notBefore,
        Optional<Instant> expires,
        int furtherLinkCount,
        List<Grant> verbs) {

    /** Copies the list. */
    public TokenDraft {
        verbs = List.copyOf(verbs);
    }

    /**
     * Begins a link that permits nothing yet and must not be handed on.
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
                List.of());
    }

    /**
     * This draft for a tenant.
     *
     * @param id the tenant
     * @return a new draft
     */
    public TokenDraft tenant(TenantId id) {
        return new TokenDraft(
                holder, agent, Optional.of(id), notBefore, expires, furtherLinkCount, verbs);
    }

    /**
     * This draft with a window. Both ends are cut to whole seconds.
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
                verbs);
    }

    /**
     * This draft for a holder who may hand it on.
     *
     * @param links how many links may follow it
     * @return a new draft
     */
    public TokenDraft mayHandOn(int links) {
        return new TokenDraft(holder, agent, tenant, notBefore, expires, links, verbs);
    }

    /**
     * This draft with one more grant.
     *
     * @param grant what the holder may do too
     * @return a new draft
     */
    public TokenDraft grant(Grant grant) {
        List<Grant> more = new ArrayList<>(verbs);
        more.add(grant);
        return new TokenDraft(holder, agent, tenant, notBefore, expires, furtherLinkCount, more);
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
}

package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.identity.Agent;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.TenantId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** A token of which each part can be changed, as by an issuer who follows no rule. */
final class Tampered {

    PublicKey issuer;
    PublicKey holder;
    Agent agent;
    TenantId tenant;
    AgentId root;
    Optional<Digest> parent;
    int depth;
    int maxDepth;
    Instant notBefore;
    Instant expires;
    Scope scope;
    Conditions conditions;
    String description;
    Set<String> tags;

    Tampered(Token token) {
        issuer = token.issuer();
        holder = token.holder();
        agent = token.agent();
        tenant = token.tenant();
        root = token.root();
        parent = token.parent();
        depth = token.depth();
        maxDepth = token.maxDepth();
        notBefore = token.notBefore();
        expires = token.expires();
        scope = token.scope();
        conditions = token.conditions();
        description = token.description();
        tags = token.tags();
    }

    /** Another scope or other conditions, as a draft has them. */
    Tampered as(TokenDraft draft) {
        scope = draft.scope();
        conditions = draft.conditions();
        return this;
    }

    Token token() {
        return new Token(
                issuer,
                holder,
                agent,
                tenant,
                root,
                parent,
                depth,
                maxDepth,
                notBefore,
                expires,
                scope,
                conditions,
                description,
                tags);
    }
}

package dev.cnv.runtime.policy;

import dev.cnv.runtime.canonical.CborWriter;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.CallContext;
import dev.cnv.runtime.identity.DelegationFacts;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.identity.QualityOfService;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The one byte form of what a policy may look at besides the arguments: deterministic CBOR.
 *
 * <pre>{@code
 * facts = ["cnv-facts", 1, verb, principal, context, [approver, ...], delegation, now, policyEpoch, revocationEpoch, ?ways]
 * verb  = [id, version, inputSchema, outputSchema, [effect, ...], sensitivity, [tag, ...], dryRun, isolation]
 * principal  = [agent, type, version, [[name, text], ...], tenant, kind, root]
 * context    = [invocation, correlation, parent, priority, importance, mustSucceed, received, dryRun, key, [verb, ...]]
 * delegation = [origin, originIsPerson, executor, depth, chain]
 * }</pre>
 *
 * <p>A text that is not well-formed is a byte string, its UTF-16BE form. Times are [second, nanosecond], what is absent is null (ways, a digest, are left out), sets are sorted. The arguments are left
 * out: a decision names their digest beside this one, and that digest is made of salted commitments
 * where an argument is secret; here a secret of few possible values could be guessed from the digest.
 */
final class FactsCbor {

    /** Enough for most calls; for others the writer takes more. */
    private static final int EXPECTED_BYTES = 512;

    private FactsCbor() {}

    static byte[] bytes(PolicyRequest request) {
        return written(request).toBytes();
    }

    static CborWriter written(PolicyRequest request) {
        CborWriter out = new CborWriter(EXPECTED_BYTES);
        Facts facts = request.facts();
        out.array(facts.ways().isPresent() ? 11 : 10).text("cnv-facts").integer(1);
        verb(out, request.verb());
        principal(out, request.context().principal());
        context(out, request.context());
        approvers(out, request.approvers());
        delegation(out, facts.delegation());
        instant(out, facts.now());
        out.integer(facts.policyEpoch()).integer(facts.revocationEpoch());
        facts.ways().ifPresent(ways -> out.digest(ways.digest()));
        return out;
    }

    private static void verb(CborWriter out, VerbDescriptor verb) {
        EffectSet effects = verb.effects();
        text(out.array(9).text(verb.id().path()), verb.version());
        out.digest(verb.inputSchema()).digest(verb.outputSchema());
        names(out, effects.effects());
        out.text(effects.sensitivity().name());
        names(out, effects.data());
        out.bool(effects.dryRun()).text(verb.contract().isolation().name());
    }

    private static void principal(CborWriter out, Principal principal) {
        out.array(7);
        out.text(principal.agent().id().value());
        text(out, principal.agent().type());
        text(out, principal.agent().version());
        Map<String, String> metadata = principal.agent().metadata();
        out.array(metadata.size());
        if (!metadata.isEmpty()) {
            metadata.forEach((name, value) -> text(text(out.array(2), name), value));
        }
        out.text(principal.tenant().value());
        out.text(principal.kind().name());
        out.text(principal.root().value());
    }

    private static void context(CborWriter out, CallContext context) {
        QualityOfService quality = context.qualityOfService();
        out.array(10).text(context.invocation().toString());
        text(out, context.correlation());
        optional(out, context.parent().map(UUID::toString));
        out.text(quality.priority().name());
        out.integer(quality.importance()).bool(quality.mustSucceed());
        instant(out, context.received());
        out.bool(context.dryRun());
        optional(out, context.idempotencyKey());
        out.array(context.path().size());
        for (CapabilityId verb : context.path()) {
            out.text(verb.path());
        }
    }

    private static void approvers(CborWriter out, Set<AgentId> approvers) {
        out.array(approvers.size());
        if (!approvers.isEmpty()) {
            new TreeSet<>(approvers).forEach(approver -> out.text(approver.value()));
        }
    }

    private static void delegation(CborWriter out, DelegationFacts delegation) {
        out.array(5).text(delegation.origin().value()).bool(delegation.originIsPerson());
        out.text(delegation.executor().value()).integer(delegation.depth());
        Optional<Digest> chain = delegation.chain();
        if (chain.isPresent()) {
            out.digest(chain.get());
        } else {
            out.nil();
        }
    }

    private static void instant(CborWriter out, Instant time) {
        out.array(2).integer(time.getEpochSecond()).integer(time.getNano());
    }

    private static void optional(CborWriter out, Optional<String> text) {
        if (text.isPresent()) {
            text(out, text.get());
        } else {
            out.nil();
        }
    }

    /** Callers choose some texts, and nothing keeps lone surrogates out of those. */
    private static CborWriter text(CborWriter out, String text) {
        return isWellFormed(text)
                ? out.text(text)
                : out.bytes(text.getBytes(StandardCharsets.UTF_16BE));
    }

    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return StandardCharsets.UTF_8.newEncoder().canEncode(text);
            }
        }
        return true;
    }

    /** Names of enum constants, in the order of the constants. */
    private static void names(CborWriter out, Collection<? extends Enum<?>> constants) {
        out.array(constants.size());
        if (constants.size() == 1) {
            out.text(constants.iterator().next().name());
        } else if (!constants.isEmpty()) {
            constants.stream().sorted().forEach(constant -> out.text(constant.name()));
        }
    }
}

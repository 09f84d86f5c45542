package dev.cnv.audit.replay;

import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Sensitivity;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.ContractTerms;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.governance.DelegationEvent.DelegationRevoked;
import dev.cnv.runtime.governance.LedgerEvent;
import dev.cnv.runtime.governance.RuntimeEvent.CapabilityGranted;
import dev.cnv.runtime.governance.RuntimeEvent.KeyChanged;
import dev.cnv.runtime.governance.RuntimeEvent.PolicyChanged;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.RulePolicyEngine;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a ledger has said, and from which record on: what each verb is, the policies that decided,
 * and with a {@link TrustHistory} who could delegate. It
 * only grows, by what was changed and not by what was decided.
 *
 * <p><b>Threading:</b> one thread adds, in the order of the ledger; others ask for what was said before a
 * record, once everything before it was added.
 */
final class ReplayHistory {

    private final Function<Digest, Optional<byte[]>> payloads;
    private final Map<String, NavigableMap<Long, Verb>> verbs = new ConcurrentHashMap<>();
    private final Map<Digest, Policy> policies = new ConcurrentHashMap<>();
    private final TrustHistory trust;

    /**
     * A verb as a record says it is.
     *
     * @param descriptor what a policy can know of it; null when a recorded value is not known here
     * @param unknown what is not known here
     */
    record Verb(@Nullable VerbDescriptor descriptor, String unknown) {}

    private record Policy(long index, RulePolicyEngine engine) {}

    /**
     * Nothing yet.
     *
     * @param payloads finds payloads
     * @param trust the keys and revocations, which are added through this history
     */
    ReplayHistory(Function<Digest, Optional<byte[]>> payloads, TrustHistory trust) {
        this.trust = trust;
        this.payloads = payloads;
    }

    /** Takes a record that changes something. */
    void add(long index, LedgerEvent event) {
        switch (event) {
            case CapabilityGranted granted ->
                verbs.computeIfAbsent(granted.capability(), _ -> new ConcurrentSkipListMap<>())
                        .put(index, verb(granted));
            case PolicyChanged changed
            when !policies.containsKey(changed.after()) ->
                engine(changed)
                        .ifPresent(
                                engine -> policies.put(changed.after(), new Policy(index, engine)));
            case KeyChanged changed -> trust.add(index, changed);
            case DelegationRevoked revoked -> trust.add(index, revoked);
            default -> {}
        }
    }

    /** What a verb was when a record was written; empty when the ledger does not say. */
    Optional<Verb> verb(String capability, long index) {
        NavigableMap<Long, Verb> known = verbs.get(capability);
        return known == null
                ? Optional.empty()
                : Optional.ofNullable(known.lowerEntry(index)).map(Map.Entry::getValue);
    }

    /** A policy that was in force before a record; empty when its text is not there. */
    Optional<RulePolicyEngine> policy(Digest hash, long index) {
        return Optional.ofNullable(policies.get(hash))
                .filter(policy -> policy.index() < index)
                .map(Policy::engine);
    }

    /** The policy of a change; empty when its text is not there, or is that of another policy. */
    private Optional<RulePolicyEngine> engine(PolicyChanged changed) {
        return changed.body()
                .flatMap(payloads)
                .flatMap(ReplayHistory::rules)
                .filter(rules -> rules.hash().equals(changed.after()))
                .map(RulePolicyEngine::of);
    }

    private static Optional<PolicySet> rules(byte[] body) {
        try {
            return Optional.of(PolicySet.parse(new String(body, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // Each decision that names it is undetermined then.
        }
    }

    private static Verb verb(CapabilityGranted granted) {
        try {
            EffectSet effects = new EffectSet(
                    constants(Effect.class, granted.effects()),
                    Sensitivity.valueOf(granted.sensitivity()),
                    constants(DataTag.class, granted.data()),
                    granted.dryRunnable());
            return new Verb(
                    VerbDescriptor.of(granted.capability(), granted.version())
                            .effects(effects)
                            .contract(ContractTerms.DEFAULT.isolation(
                                    Isolation.valueOf(granted.isolation())))
                            .schemas(
                                    granted.inputSchema().hex(),
                                    granted.outputSchema().hex()),
                    "");
        } catch (IllegalArgumentException e) {
            return new Verb(null, String.valueOf(e.getMessage()));
        }
    }

    private static <E extends Enum<E>> Set<E> constants(Class<E> type, List<String> names) {
        return names.stream().map(name -> Enum.valueOf(type, name)).collect(Collectors.toSet());
    }
}

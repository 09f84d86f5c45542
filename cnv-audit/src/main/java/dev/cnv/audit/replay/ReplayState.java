package dev.cnv.audit.replay;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.governance.LedgerEvent;
import dev.cnv.runtime.governance.RuntimeEvent.CapabilityGranted;
import dev.cnv.runtime.governance.RuntimeEvent.PolicyChanged;
import dev.cnv.runtime.policy.PolicySet;
import dev.cnv.runtime.policy.RulePolicyEngine;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a ledger has said up to a record: what each verb is, and the policies that decided.
 *
 * <p><b>Threading:</b> immutable.
 *
 * @param verbs the verbs, by path
 * @param engines the policies whose text is there, by hash
 */
record ReplayState(Map<String, CapabilityGranted> verbs, Map<Digest, RulePolicyEngine> engines) {

    static final ReplayState NONE = new ReplayState(Map.of(), Map.of());

    /** Whether records of a type change a state. */
    static boolean isChanged(String type) {
        return type.equals("capability-granted") || type.equals("policy-changed");
    }

    /** The state behind an event. */
    ReplayState after(LedgerEvent event, Function<Digest, Optional<byte[]>> payloads) {
        return switch (event) {
            case CapabilityGranted granted -> {
                Map<String, CapabilityGranted> more = new HashMap<>(verbs);
                more.put(granted.capability(), granted);
                yield new ReplayState(more, engines);
            }
            case PolicyChanged changed
            when !engines.containsKey(changed.after()) -> {
                Optional<RulePolicyEngine> engine = engine(changed, payloads);
                if (engine.isEmpty()) {
                    yield this;
                }
                Map<Digest, RulePolicyEngine> more = new HashMap<>(engines);
                more.put(changed.after(), engine.get());
                yield new ReplayState(verbs, more);
            }
            default -> this;
        };
    }

    /** The policy of a change; empty when its text is not there, or is that of another policy. */
    private static Optional<RulePolicyEngine> engine(
            PolicyChanged changed, Function<Digest, Optional<byte[]>> payloads) {
        return changed.body()
                .flatMap(payloads)
                .map(bytes -> PolicySet.parse(new String(bytes, StandardCharsets.UTF_8)))
                .filter(rules -> rules.hash().equals(changed.after()))
                .map(RulePolicyEngine::of);
    }
}

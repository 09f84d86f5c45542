package dev.cnv.runtime.kernel;

import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.governance.EventOrigin;
import dev.cnv.runtime.governance.EventOrigins;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.governance.Ledger.Durability;
import dev.cnv.runtime.governance.RuntimeEvent;
import dev.cnv.runtime.governance.RuntimeEvent.CapabilityGranted;
import dev.cnv.runtime.governance.RuntimeEvent.CapabilityRevoked;
import dev.cnv.runtime.governance.RuntimeEvent.KeyChanged;
import dev.cnv.runtime.governance.RuntimeEvent.KeyPurpose;
import dev.cnv.runtime.identity.AgentId;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes into the ledger what a runtime is made of, as far as the ledger does not say it yet: its verbs
 * and its keys. So that whoever reads the ledger needs nothing else to understand its decisions.
 *
 * <p><b>Threading:</b> stateless.
 */
final class Provision {

    private Provision() {}

    /** Records verbs that are new, changed or gone. */
    static void verbs(
            Collection<VerbDescriptor> verbs,
            RuntimeHistory history,
            Ledger ledger,
            EventOrigins origins) {
        Set<String> gone = new LinkedHashSet<>(history.offered().keySet());
        for (VerbDescriptor verb : verbs) {
            gone.remove(verb.id().path());
            CapabilityGranted granted = granted(origins.own(), verb, "");
            if (!isSame(history.offered().get(verb.id().path()), granted)) {
                ledger.append(granted, Durability.BUFFERED);
            }
        }
        gone.forEach(path -> ledger.append(
                new CapabilityRevoked(origins.own(), path, "the application no longer has it"),
                Durability.BUFFERED));
    }

    private static boolean isSame(@Nullable CapabilityGranted before, CapabilityGranted now) {
        return before != null
                && new CapabilityGranted(
                                now.origin(),
                                before.capability(),
                                before.version(),
                                before.effects(),
                                before.sensitivity(),
                                before.data(),
                                before.dryRunnable(),
                                before.isolation(),
                                before.phases(),
                                before.inputSchema(),
                                before.outputSchema(),
                                now.why())
                        .equals(now);
    }

    /** What a policy may know about a verb. */
    static CapabilityGranted granted(EventOrigin origin, VerbDescriptor verb, String why) {
        EffectSet effects = verb.effects();
        return new CapabilityGranted(
                origin,
                verb.id().path(),
                verb.version(),
                effects.effects().stream().map(Enum::name).sorted().toList(),
                effects.sensitivity().name(),
                effects.data().stream().map(Enum::name).sorted().toList(),
                effects.dryRun(),
                verb.contract().isolation().name(),
                verb.phases().stream().map(Enum::name).sorted().toList(),
                verb.inputSchema(),
                verb.outputSchema(),
                why);
    }

    /** The difference between the keys that counted and those that count now; empty when there is none. */
    static Optional<KeyChanged> keys(
            EventOrigin origin, Set<RuntimeEvent.Key> before, Set<RuntimeEvent.Key> now) {
        List<RuntimeEvent.Key> added =
                now.stream().filter(key -> !before.contains(key)).toList();
        List<RuntimeEvent.Key> removed =
                before.stream().filter(key -> !now.contains(key)).toList();
        return added.isEmpty() && removed.isEmpty()
                ? Optional.empty()
                : Optional.of(new KeyChanged(origin, added, removed, ""));
    }

    /** The keys that count: whose signatures hold, and the runtime's own. */
    static Set<RuntimeEvent.Key> keys(Trust trust, Optional<SigningKey> signer) {
        Set<RuntimeEvent.Key> keys = new LinkedHashSet<>();
        trust.roots().forEach(root -> keys.add(key(KeyPurpose.ROOT, root, "")));
        for (Map.Entry<AgentId, Set<PublicKey>> approver : trust.approverKeys().entrySet()) {
            approver.getValue()
                    .forEach(key -> keys.add(
                            key(KeyPurpose.APPROVER, key, approver.getKey().value())));
        }
        trust.certificateIssuers()
                .forEach(issuer -> keys.add(
                        key(KeyPurpose.ISSUER, issuer.key(), issuer.name().value())));
        signer.ifPresent(own -> keys.add(key(KeyPurpose.SIGNER, own.publicKey(), "")));
        return keys;
    }

    private static RuntimeEvent.Key key(KeyPurpose purpose, PublicKey key, String who) {
        return new RuntimeEvent.Key(
                purpose,
                key.id(),
                Base64.getUrlEncoder().withoutPadding().encodeToString(key.encoded()),
                who);
    }
}

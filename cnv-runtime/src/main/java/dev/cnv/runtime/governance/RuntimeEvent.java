package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Something that changed what a runtime offers, trusts or permits. */
public sealed interface RuntimeEvent extends LedgerEvent {

    /**
     * A verb can be called here from now on, or is not what it was: what a policy may know about it.
     * Without one after it, a {@link CapabilityRevoked} holds.
     *
     * @param origin who granted it; the runtime itself for a verb that came with the application
     * @param capability the verb's path
     * @param version its version
     * @param effects its effects, sorted
     * @param sensitivity how much harm it can do
     * @param data the kinds of data that it handles, sorted
     * @param dryRunnable whether it can be asked what it would do
     * @param isolation what it shares with other tenants
     * @param phases the phases of the runtime's swarm in which it runs, sorted; none for any
     * @param inputSchema the SHA-256 of the canonical input schema
     * @param outputSchema the SHA-256 of the canonical output schema
     * @param why in words; may be empty
     */
    record CapabilityGranted(
            EventOrigin origin,
            String capability,
            String version,
            List<String> effects,
            String sensitivity,
            List<String> data,
            boolean dryRunnable,
            String isolation,
            List<String> phases,
            Digest inputSchema,
            Digest outputSchema,
            String why)
            implements RuntimeEvent {

        /** Copies the lists. */
        public CapabilityGranted {
            effects = List.copyOf(effects);
            data = List.copyOf(data);
            phases = List.copyOf(phases);
        }
    }

    /**
     * A verb cannot be called here any more.
     *
     * @param origin who took it away; the runtime itself for a verb that the application no longer has
     * @param capability the verb's path
     * @param why in words; may be empty
     */
    record CapabilityRevoked(EventOrigin origin, String capability, String why)
            implements RuntimeEvent {}

    /**
     * The policy was changed. It is durable before the change takes effect.
     *
     * @param origin who changed it; the runtime itself for the policy that it was built with
     * @param kind what happened to the rules: {@code created}, {@code updated}, {@code deleted}, {@code
     *     deprecated}, {@code enabled} or {@code disabled}
     * @param direction what the change was declared as: {@code configure}, {@code tighten}, {@code
     *     relax}, {@code deprecate}, {@code enable} or {@code disable}
     * @param rules the names of the rules, sorted; none when the runtime was built with another policy
     * @param before the hash of the policy before; that of no bytes for the first policy of a ledger
     * @param after the hash of the policy after
     * @param epoch how often the runtime's policy has been changed since it was built, this time
     *     included; 0 for the policy that it was built with
     * @param approvers whose approval was needed and given, sorted
     * @param delta the change itself; empty when the runtime was built with the policy
     * @param body the payload that has the policy after, as {@link
     *     dev.cnv.runtime.policy.PolicySet#parse} reads it; empty for an engine without rules
     */
    record PolicyChanged(
            EventOrigin origin,
            String kind,
            String direction,
            List<String> rules,
            Digest before,
            Digest after,
            long epoch,
            List<String> approvers,
            ObjectNode delta,
            Optional<Digest> body)
            implements RuntimeEvent {

        /** The direction of the policy that a runtime was built with. */
        public static final String CONFIGURE = "configure";

        /** Copies the lists. */
        public PolicyChanged {
            rules = List.copyOf(rules);
            approvers = List.copyOf(approvers);
        }
    }

    /**
     * The runtime's mode was changed. It is durable before the change takes effect.
     *
     * @param origin who changed it
     * @param from the mode before
     * @param to the mode after
     * @param approvers whose approval was needed and given, sorted
     * @param why in words
     */
    record ModeChanged(
            EventOrigin origin,
            OperatingMode from,
            OperatingMode to,
            List<String> approvers,
            String why)
            implements RuntimeEvent {

        /** Copies the list. */
        public ModeChanged {
            approvers = List.copyOf(approvers);
        }
    }

    /**
     * Keys that the runtime trusts, or signs with, were changed. It is durable before the change takes
     * effect.
     *
     * @param origin who changed them
     * @param added the keys that count from now on
     * @param removed the keys that count no more
     * @param why in words; may be empty
     */
    record KeyChanged(EventOrigin origin, List<Key> added, List<Key> removed, String why)
            implements RuntimeEvent {

        /**
         * Copies the lists.
         *
         * @throws IllegalArgumentException when both are empty
         */
        public KeyChanged {
            added = List.copyOf(added);
            removed = List.copyOf(removed);
            if (added.isEmpty() && removed.isEmpty()) {
                throw new IllegalArgumentException("added and removed are empty: no key changed");
            }
        }
    }

    /** What a key is for. */
    enum KeyPurpose {
        /** Chains may begin with it. */
        ROOT,
        /** It signs approvals. */
        APPROVER,
        /** It signs certificates of another runtime that are accepted here. */
        ISSUER,
        /** This runtime signs certificates and receipts with it. */
        SIGNER
    }

    /**
     * A public key and what it is for.
     *
     * @param purpose what it is for
     * @param id its id
     * @param publicKey its encoded form, in base64url without padding
     * @param who the approver or the other runtime; empty for the rest
     */
    record Key(KeyPurpose purpose, Digest id, String publicKey, String who) {}

    /**
     * A swarm moved on to another phase of its life.
     *
     * @param origin who moved it
     * @param swarm its name
     * @param from the phase before
     * @param to the phase after
     * @param forced whether it was moved against its own rules
     * @param why in words; may be empty
     */
    record PhaseChanged(
            EventOrigin origin, String swarm, String from, String to, boolean forced, String why)
            implements RuntimeEvent {}

    /**
     * A session of streams was begun, or changed its state. It is durable before the change takes effect.
     *
     * @param origin who changed it
     * @param session its id
     * @param nouns the nouns that it is for, sorted
     * @param from the state before; empty for one that was begun
     * @param to the state after
     * @param why in words; may be empty
     */
    record SessionChanged(
            EventOrigin origin, UUID session, List<String> nouns, String from, String to, String why)
            implements RuntimeEvent {

        /** Copies the list. */
        public SessionChanged {
            nouns = List.copyOf(nouns);
        }
    }
}

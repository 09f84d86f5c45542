package dev.cnv.runtime.kernel;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.contract.ContractEngine;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.ReplayGuard;
import dev.cnv.runtime.delegation.Revocations;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.delegation.UseCounter;
import dev.cnv.runtime.governance.ChangeOrder;
import dev.cnv.runtime.governance.EventOrigins;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.identity.RandomIds;
import dev.cnv.runtime.policy.PolicyEngine;
import dev.cnv.runtime.policy.PolicyMode;
import dev.cnv.runtime.swarm.Membership;
import dev.cnv.runtime.telemetry.RuntimeTelemetry;
import dev.cnv.runtime.time.Time;
import dev.cnv.runtime.worker.WorkerPool;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadFactory;

/**
 * What a kernel is put together from.
 *
 * @param registry the verbs
 * @param rules what decides about a call
 * @param chains what says whose chains hold
 * @param records where it is kept, and in which order
 * @param running what runs a call
 * @param membership which phase decides about verbs that name phases
 * @param certificateLife how long a certificate is good
 * @param signer the runtime's own key, for certificates and receipts
 * @param telemetry counts and listens
 */
public record KernelParts(
        Registry registry,
        Rules rules,
        Chains chains,
        Records records,
        Running running,
        Membership membership,
        Duration certificateLife,
        Optional<SigningKey> signer,
        RuntimeTelemetry telemetry) {

    /**
     * What decides about a call.
     *
     * @param policy decides
     * @param mode what is done with the decisions
     * @param floors the hashes of policies, besides the own one, that the policy enforces in full
     */
    public record Rules(PolicyEngine policy, PolicyMode mode, Set<Digest> floors) {

        /** Copies the set. */
        public Rules {
            floors = Set.copyOf(floors);
        }
    }

    /**
     * What says whose chains hold.
     *
     * @param trust whose signatures hold
     * @param uses counts the uses of limited tokens
     * @param replays remembers proofs of possession
     * @param revocations says which tokens were revoked, besides those that the trust names
     */
    public record Chains(
            Trust trust, UseCounter uses, ReplayGuard replays, Revocations revocations) {}

    /**
     * Where it is kept, and in which order.
     *
     * @param ledger takes decisions and outcomes; the kernel closes it
     * @param origins begins events
     * @param order keeps changes apart from decisions
     * @param history what the ledger says of the runtime as it was
     */
    public record Records(
            Ledger ledger, EventOrigins origins, ChangeOrder order, RuntimeHistory history) {}

    /**
     * What runs a call.
     *
     * @param contracts admits and runs; the kernel closes it
     * @param workers runs verbs that ask for a process of their own; closed after the kernel
     * @param callerThreads makes the threads of calls that their callers do not wait for
     * @param drain how long running calls may go on after close
     */
    public record Running(
            ContractEngine contracts,
            WorkerPool workers,
            ThreadFactory callerThreads,
            Duration drain) {}

    PolicyEngine policy() {
        return rules.policy();
    }

    PolicyMode mode() {
        return rules.mode();
    }

    Set<Digest> policyFloors() {
        return rules.floors();
    }

    Trust trust() {
        return chains.trust();
    }

    UseCounter uses() {
        return chains.uses();
    }

    ReplayGuard replays() {
        return chains.replays();
    }

    Revocations revocations() {
        return chains.revocations();
    }

    Ledger ledger() {
        return records.ledger();
    }

    EventOrigins origins() {
        return records.origins();
    }

    ChangeOrder order() {
        return records.order();
    }

    RuntimeHistory history() {
        return records.history();
    }

    ContractEngine contracts() {
        return running.contracts();
    }

    WorkerPool workers() {
        return running.workers();
    }

    ThreadFactory callerThreads() {
        return running.callerThreads();
    }

    Duration drain() {
        return running.drain();
    }

    Time time() {
        return origins().time();
    }

    RandomIds random() {
        return origins().ids();
    }
}

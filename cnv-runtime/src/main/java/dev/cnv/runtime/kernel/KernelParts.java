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
 * @param policy decides
 * @param mode what is done with the decisions
 * @param trust whose signatures hold
 * @param ledger takes decisions and outcomes; the kernel closes it
 * @param contracts admits and runs; the kernel closes it
 * @param certificateLife how long a certificate is good
 * @param uses counts the uses of limited tokens
 * @param replays remembers proofs of possession
 * @param revocations says which tokens were revoked, besides those that the trust names
 * @param policyFloors the hashes of policies, besides the own one, that the policy enforces in full
 * @param drain how long running calls may go on after close
 * @param signer the runtime's own key, for certificates and receipts
 * @param origins begins events
 * @param order keeps changes apart from decisions
 * @param history what the ledger says of the runtime as it was
 * @param callerThreads makes the threads of calls that their callers do not wait for
 * @param membership which phase decides about verbs that name phases
 * @param telemetry counts and listens
 * @param workers runs verbs that ask for a process of their own; closed after the kernel
 */
public record KernelParts(
        Registry registry,
        PolicyEngine policy,
        PolicyMode mode,
        Trust trust,
        Ledger ledger,
        ContractEngine contracts,
        Duration certificateLife,
        UseCounter uses,
        ReplayGuard replays,
        Revocations revocations,
        Set<Digest> policyFloors,
        Duration drain,
        Optional<SigningKey> signer,
        EventOrigins origins,
        ChangeOrder order,
        RuntimeHistory history,
        ThreadFactory callerThreads,
        Membership membership,
        RuntimeTelemetry telemetry,
        WorkerPool workers) {

    /** Copies the set. */
    public KernelParts {
        policyFloors = Set.copyOf(policyFloors);
    }

    Time time() {
        return origins.time();
    }

    RandomIds random() {
        return origins.ids();
    }
}

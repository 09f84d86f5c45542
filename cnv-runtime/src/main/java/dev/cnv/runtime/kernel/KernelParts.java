package dev.cnv.runtime.kernel;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.contract.ContractEngine;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.delegation.ReplayGuard;
import dev.cnv.runtime.delegation.Revocations;
import dev.cnv.runtime.delegation.Trust;
import dev.cnv.runtime.delegation.UseCounter;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.policy.PolicyEngine;
import dev.cnv.runtime.policy.PolicyMode;
import dev.cnv.runtime.time.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What a kernel is put together from.
 *
 * @param registry the verbs
 * @param policy decides
 * @param mode what is done with the decisions
 * @param trust whose signatures hold
 * @param ledger takes decisions and outcomes; the kernel closes it
 * @param contracts admits and runs; the kernel closes it
 * @param time the source of time
 * @param random makes ids, challenges and salts
 * @param certificateLife how long a certificate is good
 * @param uses counts the uses of limited tokens
 * @param replays remembers proofs of possession
 * @param revocations says which tokens were revoked, besides those that the trust names
 * @param policyFloors the hashes of policies, besides the own one, that the policy enforces in full
 * @param drain how long running calls may go on after close
 * @param signer the runtime's own key, for certificates and receipts
 */
public record KernelParts(
        Registry registry,
        PolicyEngine policy,
        PolicyMode mode,
        Trust trust,
        Ledger ledger,
        ContractEngine contracts,
        Time time,
        RandomGenerator random,
        Duration certificateLife,
        UseCounter uses,
        ReplayGuard replays,
        Revocations revocations,
        Set<Digest> policyFloors,
        Duration drain,
        Optional<SigningKey> signer) {

    /** Copies the set. */
    public KernelParts {
        policyFloors = Set.copyOf(policyFloors);
    }
}

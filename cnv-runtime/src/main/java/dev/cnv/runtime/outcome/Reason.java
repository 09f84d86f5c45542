package dev.cnv.runtime.outcome;

import java.util.Locale;

/**
 * Why a call was denied or failed: a stable code that is the same in exit status, JSON and ledger.
 *
 * <p>Codes are never renamed or reused. {@code docs/errors.md} has a row for each.
 */
public enum Reason {
    /** No noun of this name. */
    NOUN_UNKNOWN(ErrorKind.COMMAND_NOT_FOUND, ExitCode.USAGE),
    /** The noun has no verb of this name. */
    VERB_UNKNOWN(ErrorKind.VERB_NOT_FOUND, ExitCode.USAGE),
    /** The request is not an object of arguments, or not JSON at all. */
    STRUCTURE_INVALID(ErrorKind.INVALID_STRUCTURE, ExitCode.USAGE),
    /** A required parameter was not given. */
    PARAMETER_MISSING(ErrorKind.INVALID_INPUT, ExitCode.USAGE),
    /** An argument was given that the verb does not have. */
    PARAMETER_UNKNOWN(ErrorKind.INVALID_INPUT, ExitCode.USAGE),
    /** An argument cannot be read as the parameter's type. */
    PARAMETER_MALFORMED(ErrorKind.INVALID_INPUT, ExitCode.USAGE),
    /** An argument breaks the parameter's range, length, pattern or choice. */
    PARAMETER_RULE_BROKEN(ErrorKind.INVALID_INPUT, ExitCode.USAGE),
    /** Arguments were given together that exclude, or apart that need, each other. */
    PARAMETER_CONFLICT(ErrorKind.INVALID_INPUT, ExitCode.USAGE),
    /** The verb cannot be run dry. */
    DRY_RUN_UNSUPPORTED(ErrorKind.INVALID_INPUT, ExitCode.USAGE),

    /** The credential names nobody that is trusted here. */
    CREDENTIAL_UNKNOWN(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** No certificate path that holds vouches for the key that the chain begins with. */
    KEY_NOT_VOUCHED(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** The certificate of the chain's first key names another principal than the chain. */
    KEY_NAME_MISMATCH(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** The credential cannot be read. */
    CREDENTIAL_MALFORMED(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** A signature does not hold. */
    SIGNATURE_INVALID(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** The caller did not prove that it holds the credential's key. */
    POSSESSION_UNPROVEN(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** The proof of possession is older than its time window, or from the future. */
    POSSESSION_STALE(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** The proof of possession was seen before. */
    POSSESSION_REPLAYED(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** The proof of possession is one for another call. */
    POSSESSION_OTHER_CALL(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** A link of the chain is not issued by the holder of the link before it. */
    CHAIN_BROKEN(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** A link of the chain names another parent than the link before it. */
    CHAIN_PARENT_MISMATCH(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** A link of the chain names another root principal than the first. */
    CHAIN_ROOT_CHANGES(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** The chain has more links than a link of it allows, or counts them wrongly. */
    CHAIN_TOO_DEEP(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** A link of the chain is good longer than the link before it. */
    CHAIN_WINDOW_WIDENS(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** A link of the chain allows verbs that the link before it does not. */
    CHAIN_VERBS_WIDEN(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** A link of the chain allows effects that the link before it does not. */
    CHAIN_EFFECT_WIDENS(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** A link of the chain allows arguments that the link before it does not. */
    CHAIN_ARGUMENTS_WIDEN(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** A link of the chain allows more uses than the link before it. */
    CHAIN_USES_WIDEN(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** A link of the chain asks for fewer approvals than the link before it. */
    CHAIN_APPROVALS_SHRINK(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** A link of the chain leaves out a policy that the link before it demands. */
    CHAIN_FLOOR_SHRINKS(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** A link of the chain is for runtimes that the link before it is not for. */
    CHAIN_AUDIENCE_WIDENS(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** The credential is for other runtimes than this one. */
    AUDIENCE_MISMATCH(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** The credential demands a policy that this runtime does not enforce. */
    POLICY_FLOOR_UNMET(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** The credential's uses are used up. */
    USES_EXHAUSTED(ErrorKind.GUARD_EXCEEDED, ExitCode.BUDGET),
    /** A link of the chain names an agent, type or tenant that the link before it cannot make. */
    CHAIN_WIDENS(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** The credential's window is over or has not begun. */
    CREDENTIAL_EXPIRED(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** The credential was revoked. */
    CREDENTIAL_REVOKED(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** A revocation list is older than one that is known, or lacks what that one has. */
    REVOCATION_ROLLED_BACK(ErrorKind.INVARIANT_BREACH, ExitCode.CONFLICT),
    /** A revocation list is by a key that has no say here, or names a token that the key has no say about. */
    REVOCATION_NOT_ALLOWED(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** It is not known who was revoked: the registry that is followed was not heard of for too long. */
    REVOCATIONS_UNKNOWN(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** The registry holds as many delegations or revocations as it can. */
    REGISTRY_FULL(ErrorKind.GUARD_EXCEEDED, ExitCode.BUDGET),

    /** An operator has taken the verb away. */
    CAPABILITY_WITHDRAWN(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** The runtime's mode does not let this caller run the verb. */
    MODE_FORBIDS(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** The verb does not run in the phase of the runtime's swarm, or there is no swarm to ask. */
    PHASE_FORBIDS(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),

    /** No rule permits the call. */
    POLICY_NO_PERMIT(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** A rule forbids the call. */
    POLICY_FORBIDDEN(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** The call needs an approval that was not presented. */
    APPROVAL_REQUIRED(ErrorKind.PERMISSION_DENIED, ExitCode.APPROVAL_REQUIRED),
    /** An approval was presented that does not hold for this call. */
    APPROVAL_INVALID(ErrorKind.PERMISSION_DENIED, ExitCode.APPROVAL_REQUIRED),
    /** Rules rewrite or redirect the call without end. */
    POLICY_LOOP(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** Rules rewrite or redirect the call in ways that exclude each other. */
    POLICY_CONFLICT(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** The policy engine failed; a fault denies. */
    POLICY_FAULT(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** The policy was changed since the certificate was made, and now sends the call elsewhere. */
    POLICY_CHANGED(ErrorKind.PERMISSION_DENIED, ExitCode.CONFLICT),
    /** A change of the policy does not do what it says, or does not fit the policy. */
    POLICY_DELTA_REFUSED(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),

    /** The caller has no authority at all. */
    AUTHORITY_MISSING(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** The caller's chain does not grant this verb. */
    CAPABILITY_NOT_GRANTED(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** The caller's chain does not grant the verb's effects. */
    EFFECT_NOT_GRANTED(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** The caller's chain does not grant these arguments. */
    ARGUMENT_NOT_GRANTED(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),
    /** A capability that the verb requires is not in the caller's reach. */
    REQUIREMENT_OUT_OF_REACH(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),

    /** The call is not one of those that may be made as frames. */
    NOT_LIFTABLE(ErrorKind.PERMISSION_DENIED, ExitCode.DENIED),

    /** The certificate's window is over. */
    CERTIFICATE_EXPIRED(ErrorKind.INVARIANT_BREACH, ExitCode.DENIED),
    /** The arguments are not those that the certificate was made for. */
    DIGEST_MISMATCH(ErrorKind.INVARIANT_BREACH, ExitCode.DENIED),
    /** The verb's schema is not the one that the certificate was made for. */
    SCHEMA_MISMATCH(ErrorKind.INVARIANT_BREACH, ExitCode.DENIED),
    /** The certificate of a verb that is not idempotent was used before. */
    CERTIFICATE_USED(ErrorKind.INVARIANT_BREACH, ExitCode.CONFLICT),
    /** The certificate cannot be read. */
    CERTIFICATE_MALFORMED(ErrorKind.INVARIANT_BREACH, ExitCode.DENIED),
    /** The certificate's issuer is not one that is trusted here. */
    CERTIFICATE_UNTRUSTED(ErrorKind.INVARIANT_BREACH, ExitCode.DENIED),
    /** The certificate is for another runtime. */
    CERTIFICATE_AUDIENCE(ErrorKind.INVARIANT_BREACH, ExitCode.DENIED),
    /** The certificate is for another verb, or another version of it. */
    CERTIFICATE_VERB(ErrorKind.INVARIANT_BREACH, ExitCode.DENIED),
    /** The receipt cannot be read. */
    RECEIPT_MALFORMED(ErrorKind.INVARIANT_BREACH, ExitCode.DENIED),
    /** The receipt's signer is not one that is trusted here. */
    RECEIPT_UNTRUSTED(ErrorKind.INVARIANT_BREACH, ExitCode.DENIED),
    /** The call was made, and its receipt cannot be signed or written. */
    RECEIPT_UNAVAILABLE(ErrorKind.INTERNAL_ERROR, ExitCode.INTERNAL),
    /** The proof was not made by this kernel, or not for this stage and call. */
    PROOF_REFUSED(ErrorKind.INVARIANT_BREACH, ExitCode.DENIED),

    /** The idempotency key was used with other arguments. */
    IDEMPOTENCY_CONFLICT(ErrorKind.GUARD_EXCEEDED, ExitCode.CONFLICT),
    /** The call with this idempotency key is still running. */
    IDEMPOTENCY_RUNNING(ErrorKind.GUARD_EXCEEDED, ExitCode.CONFLICT),
    /** A call with this idempotency key began and its outcome is not known. */
    IDEMPOTENCY_UNKNOWN(ErrorKind.GUARD_EXCEEDED, ExitCode.CONFLICT),
    /** A call with this idempotency key completed, and its result is not to be had in this form. */
    IDEMPOTENCY_RECORDED(ErrorKind.GUARD_EXCEEDED, ExitCode.CONFLICT),
    /** The verb's permits are all taken, and so is the queue. */
    CONCURRENCY_EXCEEDED(ErrorKind.GUARD_EXCEEDED, ExitCode.BUDGET),
    /** The verb's rate is used up. */
    RATE_EXCEEDED(ErrorKind.GUARD_EXCEEDED, ExitCode.BUDGET),
    /** The call used more memory or processor time than its contract allows. */
    LIMIT_EXCEEDED(ErrorKind.GUARD_EXCEEDED, ExitCode.CONTRACT),
    /** The deadline passed before the verb could begin or end. */
    DEADLINE_PASSED(ErrorKind.DEADLINE_EXCEEDED, ExitCode.CONTRACT),
    /** The verb ran longer than its timeout and was interrupted. */
    TIMED_OUT(ErrorKind.DEADLINE_EXCEEDED, ExitCode.CONTRACT),

    /** The ledger cannot take the decision, so the verb does not run. */
    LEDGER_UNAVAILABLE(ErrorKind.INTERNAL_ERROR, ExitCode.INTERNAL),
    /** The verb ran, but the ledger could not take its outcome. */
    OUTCOME_UNRECORDED(ErrorKind.INTERNAL_ERROR, ExitCode.INTERNAL),
    /** The worker process of the verb did not start, or ended or broke the protocol before it answered. */
    WORKER_LOST(ErrorKind.EXECUTION_ERROR, ExitCode.FAILED),
    /** The verb asked for what there is in the runtime's own process only. */
    NOT_IN_WORKER(ErrorKind.EXECUTION_ERROR, ExitCode.FAILED),
    /** The handler threw. */
    HANDLER_FAILED(ErrorKind.EXECUTION_ERROR, ExitCode.FAILED),
    /** The caller or a shutdown cancelled the call. */
    CANCELLED(ErrorKind.EXECUTION_ERROR, ExitCode.FAILED),
    /** The runtime is closed. */
    CLOSED(ErrorKind.INTERNAL_ERROR, ExitCode.INTERNAL),
    /** A fault of CNV itself. */
    INTERNAL(ErrorKind.INTERNAL_ERROR, ExitCode.INTERNAL);

    private final ErrorKind kind;
    private final ExitCode exit;

    Reason(ErrorKind kind, ExitCode exit) {
        this.kind = kind;
        this.exit = exit;
    }

    /**
     * The stable code: the constant's name in lower case with hyphens.
     *
     * @return for example {@code parameter-missing}
     */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The kind of error.
     *
     * @return the kind
     */
    public ErrorKind kind() {
        return kind;
    }

    /**
     * The exit status of a command that ends with this reason.
     *
     * @return the exit code
     */
    public ExitCode exit() {
        return exit;
    }
}

package dev.cnv.runtime.kernel;

import dev.cnv.runtime.governance.CallEvent.Severity;
import dev.cnv.runtime.outcome.Reason;
import java.util.Optional;

/** Which refusals are violations: reasons that no honest caller gives, or that no careful one does. */
final class Violations {

    private Violations() {}

    /** How bad a refusal is; empty for one that is part of ordinary life. */
    static Optional<Severity> severity(Reason reason) {
        return Optional.ofNullable(
                switch (reason) {
                    case PROOF_REFUSED, DIGEST_MISMATCH -> Severity.CRITICAL;
                    case SIGNATURE_INVALID,
                            CHAIN_BROKEN,
                            CHAIN_PARENT_MISMATCH,
                            CHAIN_ROOT_CHANGES,
                            CHAIN_TOO_DEEP,
                            CHAIN_WINDOW_WIDENS,
                            CHAIN_VERBS_WIDEN,
                            CHAIN_EFFECT_WIDENS,
                            CHAIN_ARGUMENTS_WIDEN,
                            CHAIN_USES_WIDEN,
                            CHAIN_APPROVALS_SHRINK,
                            CHAIN_FLOOR_SHRINKS,
                            CHAIN_AUDIENCE_WIDENS,
                            CHAIN_WIDENS,
                            KEY_NAME_MISMATCH,
                            POSSESSION_REPLAYED,
                            POSSESSION_OTHER_CALL,
                            CERTIFICATE_MALFORMED,
                            CERTIFICATE_UNTRUSTED -> Severity.HIGH;
                    case POSSESSION_UNPROVEN,
                            CREDENTIAL_UNKNOWN,
                            KEY_NOT_VOUCHED,
                            CREDENTIAL_MALFORMED,
                            CREDENTIAL_REVOKED,
                            AUDIENCE_MISMATCH,
                            APPROVAL_INVALID,
                            CERTIFICATE_USED,
                            CERTIFICATE_AUDIENCE,
                            CERTIFICATE_VERB,
                            SCHEMA_MISMATCH -> Severity.MEDIUM;
                    case POSSESSION_STALE, CREDENTIAL_EXPIRED, CERTIFICATE_EXPIRED -> Severity.LOW;
                    default -> null;
                });
    }
}

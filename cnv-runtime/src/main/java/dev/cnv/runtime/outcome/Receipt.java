package dev.cnv.runtime.outcome;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Says which call was made, what decided it, and at which indices the ledger has it.
 *
 * @param invocation the call's id
 * @param capability the capability's path
 * @param version the capability's version
 * @param agent the agent that called
 * @param tenant the tenant that it called for
 * @param correlation the id shared by all calls of one request
 * @param parent the call from within which this one was made
 * @param policy the policy's hash as hexadecimal digits, when one was asked
 * @param rule the name of the rule that decided, when one did
 * @param decision the ledger index of the decision, when it was recorded
 * @param outcome the ledger index of the outcome, when it was recorded
 */
public record Receipt(
        UUID invocation,
        String capability,
        String version,
        String agent,
        String tenant,
        String correlation,
        Optional<UUID> parent,
        Optional<String> policy,
        Optional<String> rule,
        OptionalLong decision,
        OptionalLong outcome) {}

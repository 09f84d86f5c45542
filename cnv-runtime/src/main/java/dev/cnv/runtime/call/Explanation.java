package dev.cnv.runtime.call;

import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.certificate.PolicyTrace;
import dev.cnv.runtime.certificate.Stage;
import dev.cnv.runtime.identity.Principal;
import dev.cnv.runtime.outcome.Denial;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What would become of a call.
 *
 * @param verb the verb that would run, after redirections; empty when there is none of that name
 * @param arguments the arguments that it would run with, after rewrites; sensitive values masked
 * @param principal who calls
 * @param chain the caller's chain, root first, one line of text per link
 * @param policy how the policy would decide; empty when the call does not get as far
 * @param reached the last stage that the call would reach; empty when it does not decode
 * @param denial why it would not run; empty when it would
 * @param trail each rewrite and redirection, in order, one sentence each
 */
public record Explanation(
        Optional<VerbDescriptor> verb,
        ObjectNode arguments,
        Principal principal,
        List<String> chain,
        Optional<PolicyTrace> policy,
        Optional<Stage> reached,
        Optional<Denial> denial,
        List<String> trail) {

    /** Copies the lists. */
    public Explanation {
        chain = List.copyOf(chain);
        trail = List.copyOf(trail);
    }
}

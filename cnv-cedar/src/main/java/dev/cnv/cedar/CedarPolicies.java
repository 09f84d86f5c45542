package dev.cnv.cedar;

import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.policy.PolicySet;
import java.util.Collection;

/**
 * Policies as Cedar text and back, for what CNV's rules and Cedar share: rules that allow or deny,
 * under conditions that Cedar can ask. {@code docs/cedar.md} has the table of both. What is outside is
 * refused by name; nothing is left out or weakened on the way.
 *
 * <p>For every policy {@code p} that {@link #write} takes, {@code read(write(p, verbs))} equals
 * {@code p}, and Cedar decides by the text as {@link
 * dev.cnv.runtime.policy.RulePolicyEngine} decides by {@code p}. Neither needs Cedar's native library.
 *
 * <p><b>Threading:</b> stateless.
 */
public final class CedarPolicies {

    /** The longest text that {@link #read} and {@link CedarPolicyEngine} take, in UTF-16 code units. */
    public static final int MAX_TEXT_LENGTH = PolicySet.MAX_TEXT_LENGTH;

    private CedarPolicies() {}

    /**
     * Writes a policy. The text is valid, in Cedar's strict mode, against {@link CedarSchema#write} of
     * the same verbs.
     *
     * @param policy the policy
     * @param verbs the verbs that the policy is about; their parameters' types say how an argument is
     *     compared
     * @return the Cedar text: one policy a rule, sorted by name, named by {@code @id}
     * @throws CedarRefusedException when a rule has no Cedar form, or names a verb or an argument that
     *     none of {@code verbs} has; the message names each such rule
     */
    public static String write(PolicySet policy, Collection<VerbDescriptor> verbs) {
        return new CedarWriter(verbs).write(policy);
    }

    /**
     * Reads a policy.
     *
     * @param text Cedar text as {@link #write} gives it; comments, further {@code when} and {@code
     *     unless} clauses, and {@code ==} in the head of a policy are read too
     * @return the policy
     * @throws CedarRefusedException for anything else, with line and column and what would be right
     */
    public static PolicySet read(String text) {
        return new CedarReader(text).policies();
    }
}

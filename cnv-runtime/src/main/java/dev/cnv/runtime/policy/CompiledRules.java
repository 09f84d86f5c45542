package dev.cnv.runtime.policy;

/**
 * The conditions of the rules about one verb, as code.
 *
 * <p><b>Threading:</b> stateless.
 */
interface CompiledRules {

    /**
     * Asks every rule.
     *
     * @param request a call of the verb that the rules were compiled for
     * @return bit i for the rule at index i, set when the rule applies
     * @throws RuntimeException when a rule cannot be asked
     */
    long applied(PolicyRequest request);
}

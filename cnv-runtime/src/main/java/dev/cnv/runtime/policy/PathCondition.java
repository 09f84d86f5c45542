package dev.cnv.runtime.policy;

import dev.cnv.runtime.capability.CapabilityPattern;

/**
 * Conditions on the way to a verb.
 *
 * <p><b>Threading:</b> immutable.
 */
public sealed interface PathCondition extends Condition {

    /**
     * The call is made within a call of one of a set of verbs, directly or through further ones: {@link
     * dev.cnv.runtime.identity.CallContext#path}.
     *
     * @param pattern the set
     */
    record Traverses(CapabilityPattern pattern) implements PathCondition {}

    /**
     * Every way through the application's verbs to some verbs passes some others, such as one that asks
     * for approval: {@link Ways}. It says nothing about the call itself; {@link Traverses} does. Where
     * the request has no ways, or no verb is at the end, it is a fault, and a rule other than an allow
     * that asks it refuses.
     *
     * @param to the verbs at the end
     * @param through the verbs on the way
     */
    record EveryPathPasses(CapabilityPattern to, CapabilityPattern through)
            implements PathCondition {}

    /**
     * Calls within calls of some verbs.
     *
     * @param pattern the verbs, such as {@code mail.*}
     * @return the condition
     * @throws IllegalArgumentException when the pattern is malformed
     */
    static Condition traverses(String pattern) {
        return new Traverses(new CapabilityPattern(pattern));
    }

    /**
     * Graphs in which every way to some verbs passes some others.
     *
     * @param to the verbs at the end
     * @param through the verbs on the way
     * @return the condition
     * @throws IllegalArgumentException when a pattern is malformed
     */
    static Condition everyPathPasses(String to, String through) {
        return new EveryPathPasses(new CapabilityPattern(to), new CapabilityPattern(through));
    }
}

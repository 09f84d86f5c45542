package dev.cnv.runtime.policy;

import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.identity.AgentId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** What a rule does with the calls that it applies to. */
public sealed interface PolicyAction {

    /** Permits the call, unless another rule does something stronger. */
    record Allow() implements PolicyAction {}

    /**
     * Forbids the call, whatever other rules say.
     *
     * @param reason one sentence for people, 1 to 500 characters
     * @param suggestion a remedy in words, at most 500 characters, empty when there is none
     */
    record Deny(String reason, String suggestion) implements PolicyAction {
        /**
         * Checks the lengths.
         *
         * @throws IllegalArgumentException when a text has another length
         */
        public Deny {
            if (reason.isBlank()
                    || reason.length() > MAX_TEXT_LENGTH
                    || suggestion.length() > MAX_TEXT_LENGTH) {
                throw new IllegalArgumentException("reason=" + reason + " needs 1 to "
                        + MAX_TEXT_LENGTH + " characters, its suggestion at most as many");
            }
            CanonicalJson.text(tools.jackson.databind.node.JsonNodeFactory.instance.stringNode(
                    reason + suggestion));
        }
    }

    /**
     * Forbids the call until enough agents approve it. An approved call is not permitted by this: it
     * still needs a rule that allows it. Nobody approves a call of their own: the calling agent's
     * approval does not count.
     *
     * @param count how many different approvers are needed, 1 to 16
     * @param approvers who may approve; empty is anyone whose approvals this runtime trusts
     */
    record RequireApproval(int count, Set<AgentId> approvers) implements PolicyAction {
        /**
         * Copies and sorts the set.
         *
         * @throws IllegalArgumentException when the count is not 1 to 16, or more than the approvers
         */
        public RequireApproval {
            approvers = Collections.unmodifiableSet(new TreeSet<>(approvers));
            if (count < 1 || count > 16 || (!approvers.isEmpty() && count > approvers.size())) {
                throw new IllegalArgumentException("count=" + count
                        + " is not 1 to 16 and at most the number of approvers=" + approvers);
            }
        }
    }

    /**
     * Starts the call again with some arguments replaced. A rule whose values are there already has
     * nothing more to do and is passed over; so a value must have the JSON form that the decoder
     * gives it, or the call ends as a policy loop.
     *
     * @param replacements the new values by parameter name; neither empty nor null
     */
    record RewriteArguments(Map<String, JsonNode> replacements) implements PolicyAction {
        /**
         * Copies and sorts the values.
         *
         * @throws IllegalArgumentException when there is none, or one is null, too large or too deep
         */
        public RewriteArguments {
            if (replacements.isEmpty() || replacements.size() > MAX_REPLACEMENT_COUNT) {
                throw new IllegalArgumentException("replacements=" + replacements.keySet()
                        + " are not 1 to " + MAX_REPLACEMENT_COUNT);
            }
            replacements.forEach(PolicyAction::requireReplacement);
            replacements = copy(replacements);
        }

        /** {@return a copy of the new values by parameter name, sorted} */
        @Override
        public Map<String, JsonNode> replacements() {
            return copy(replacements);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof RewriteArguments that
                    && canonical(replacements).equals(canonical(that.replacements));
        }

        @Override
        public int hashCode() {
            return canonical(replacements).hashCode();
        }
    }

    /**
     * Starts the call again as another verb with the same arguments. A rule that redirects a verb to
     * itself is passed over.
     *
     * @param to the other verb
     */
    record RedirectTo(CapabilityId to) implements PolicyAction {}

    /** The longest reason and the longest suggestion, in UTF-16 code units. */
    int MAX_TEXT_LENGTH = 500;

    /** The largest number of arguments that one rule replaces. */
    int MAX_REPLACEMENT_COUNT = 64;

    /** The longest value that replaces an argument, in characters of its canonical form. */
    int MAX_REPLACEMENT_LENGTH = 16 * 1024;

    /** The deepest nesting of a value that replaces an argument. */
    int MAX_REPLACEMENT_DEPTH = 16;

    private static void requireReplacement(String name, JsonNode value) {
        if (name.isEmpty() || name.length() > 128) {
            throw new IllegalArgumentException("argument=" + name + " has not 1 to 128 characters");
        }
        CanonicalJson.text(tools.jackson.databind.node.JsonNodeFactory.instance.stringNode(name));
        if (value.isNull()) {
            throw new IllegalArgumentException("argument=" + name
                    + " is replaced by null; a rule can set arguments, not remove them");
        }
        requireDepth(name, value, 1);
        int length = CanonicalJson.text(value).length();
        if (length > MAX_REPLACEMENT_LENGTH) {
            throw new IllegalArgumentException("argument=" + name + " is replaced by " + length
                    + " characters, more than " + MAX_REPLACEMENT_LENGTH);
        }
    }

    private static void requireDepth(String name, JsonNode value, int depth) {
        if (depth > MAX_REPLACEMENT_DEPTH) {
            throw new IllegalArgumentException("argument=" + name
                    + " is replaced by a value nested deeper than " + MAX_REPLACEMENT_DEPTH);
        }
        value.forEach(part -> requireDepth(name, part, depth + 1));
    }

    private static Map<String, JsonNode> copy(Map<String, JsonNode> values) {
        Map<String, JsonNode> copy = new LinkedHashMap<>();
        new TreeMap<>(values).forEach((name, value) -> copy.put(name, value.deepCopy()));
        return Collections.unmodifiableMap(copy);
    }

    private static Map<String, String> canonical(Map<String, JsonNode> values) {
        Map<String, String> texts = new TreeMap<>();
        values.forEach((name, value) -> texts.put(name, CanonicalJson.text(value)));
        return texts;
    }
}

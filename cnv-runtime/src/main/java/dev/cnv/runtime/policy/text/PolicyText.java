package dev.cnv.runtime.policy.text;

import dev.cnv.runtime.canonical.JsonRefusedException;
import dev.cnv.runtime.policy.PolicySet;

/**
 * Policies as people write them. {@code docs/policy.md} has the grammar.
 *
 * <pre>{@code
 * policy 1;
 *
 * permit readers when capability file.** and level <= READ_ONLY;
 * forbid no-night "nobody is there at night" suggest "call after six"
 *     when time between 22:00 and 06:00 UTC and not origin person;
 * approval large by 2 of "bob", "carol" when capability account.transfer and arg cents > 100000;
 * }</pre>
 *
 * <p>Writing a policy and reading it again gives the same policy, whatever it holds.
 *
 * <p><b>Threading:</b> stateless.
 */
public final class PolicyText {

    private PolicyText() {}

    /**
     * Reads a policy in either form: JSON when the text begins with a brace, else the language.
     *
     * @param text the text
     * @return the policy
     * @throws PolicyTextException when the text is no policy in the language; it says where
     * @throws JsonRefusedException when the text is no policy in JSON
     */
    public static PolicySet read(String text) {
        return text.stripLeading().startsWith("{") ? PolicySet.parse(text) : parse(text);
    }

    /**
     * Reads a policy in the language.
     *
     * @param text the text
     * @return the policy
     * @throws PolicyTextException when the text is no policy: with line, column, what was expected and
     *     what may have been meant
     */
    public static PolicySet parse(String text) {
        if (text.length() > PolicySet.MAX_TEXT_LENGTH) {
            throw new PolicyTextException(
                    1,
                    1,
                    "the text has " + text.length() + " characters, more than "
                            + PolicySet.MAX_TEXT_LENGTH);
        }
        return new PolicyParser(text).policy();
    }

    /**
     * Writes a policy in the language.
     *
     * @param policy the policy
     * @return the text, rules sorted by name, with a line feed at its end
     */
    public static String write(PolicySet policy) {
        return PolicyPrinter.print(policy);
    }
}

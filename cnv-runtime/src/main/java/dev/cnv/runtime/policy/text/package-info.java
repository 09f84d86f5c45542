/**
 * Policies as text that people write, and its errors.
 *
 * <p>{@link dev.cnv.runtime.policy.text.PolicyText} reads and writes it; docs/policy.md has the
 * grammar.
 */
package dev.cnv.runtime.policy.text;

/**
 * Rules as data, and the engine that decides by them.
 *
 * <p>{@link dev.cnv.runtime.policy.PolicySet} holds {@link dev.cnv.runtime.policy.PolicyRule}s
 * over {@link dev.cnv.runtime.policy.Condition}s; {@link dev.cnv.runtime.policy.PolicyDelta}
 * changes them while calls run. The same as text: {@code dev.cnv.runtime.policy.text}.
 */
package dev.cnv.runtime.policy;

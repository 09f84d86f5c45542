/**
 * Policies and schemas as Cedar text, and Cedar as a policy engine.
 *
 * <p>{@link dev.cnv.cedar.CedarPolicies} writes and reads text, {@link
 * dev.cnv.cedar.CedarPolicyEngine} decides by it.
 */
package dev.cnv.cedar;

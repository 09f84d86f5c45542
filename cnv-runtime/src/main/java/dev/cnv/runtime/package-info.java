/**
 * The door: {@link dev.cnv.runtime.Cnv} is built, opened for a caller, called and closed.
 *
 * <p>New here: {@link dev.cnv.runtime.Cnv#builder} takes the generated verbs, a {@link
 * dev.cnv.runtime.policy.PolicySet} and a {@link dev.cnv.runtime.delegation.Trust}; {@link
 * dev.cnv.runtime.Cnv#open} takes a {@link dev.cnv.runtime.delegation.Credential} and gives a {@link
 * dev.cnv.runtime.call.Session}; a call gives an {@link dev.cnv.runtime.outcome.Outcome}. The
 * annotations are in {@code dev.cnv.annotations}; docs/guide.md goes through all of it.
 */
package dev.cnv.runtime;

/**
 * Signed authority: who may act for whom, with which verbs, effects and arguments.
 *
 * <p>{@link dev.cnv.runtime.delegation.Chain} is what a caller was given: begun with a {@link
 * dev.cnv.runtime.delegation.TokenDraft}, handed on by {@link
 * dev.cnv.runtime.delegation.Chain#delegate}. {@link dev.cnv.runtime.delegation.Credential} is how
 * a session is opened with it, {@link dev.cnv.runtime.delegation.Trust} whose word counts.
 */
package dev.cnv.runtime.delegation;

/**
 * What a call answers: a value, a denial or a failure, each with a receipt.
 *
 * <p>{@link dev.cnv.runtime.outcome.Outcome} is the answer of each call, {@link
 * dev.cnv.runtime.outcome.Denial} why it did not run, {@link dev.cnv.runtime.outcome.Reason} the
 * stable code of that. A handler refuses by {@link dev.cnv.runtime.outcome.VerbRefusedException}.
 */
package dev.cnv.runtime.outcome;

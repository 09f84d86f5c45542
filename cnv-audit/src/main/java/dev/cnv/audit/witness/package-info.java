/**
 * Witnesses of logs: who asks them to sign a checkpoint, and a small one (C2SP tlog-witness).
 *
 * <p>{@link dev.cnv.audit.witness.WitnessClient} asks, {@link dev.cnv.audit.witness.WitnessServer}
 * answers.
 */
package dev.cnv.audit.witness;

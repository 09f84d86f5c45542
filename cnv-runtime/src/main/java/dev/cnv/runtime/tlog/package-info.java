/**
 * The transparency log over a ledger's entries: the Merkle tree of RFC 9162, its tiles, signed
 * checkpoints and proofs, in the formats of C2SP and of RFC 9942.
 *
 * <p>{@link dev.cnv.runtime.tlog.LogProof} checks a proof; docs/ledger-proofs.md says in which
 * order.
 */
package dev.cnv.runtime.tlog;

/**
 * The transparency log over a ledger's entries: the Merkle tree of RFC 9162, its tiles, signed
 * checkpoints and proofs, in the formats of C2SP and of RFC 9942.
 */
package dev.cnv.runtime.tlog;

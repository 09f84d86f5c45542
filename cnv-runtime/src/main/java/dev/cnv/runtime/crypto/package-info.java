/**
 * Keys, signatures of three suites, and COSE_Sign1 messages (RFC 9052).
 *
 * <p>{@link dev.cnv.runtime.crypto.SigningKey} makes and uses a key, {@link
 * dev.cnv.runtime.crypto.KeyFile} keeps it, {@link dev.cnv.runtime.crypto.PublicKey} is its other
 * half.
 */
package dev.cnv.runtime.crypto;

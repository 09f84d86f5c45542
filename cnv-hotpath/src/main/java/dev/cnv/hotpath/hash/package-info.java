/**
 * Hashes of ids, one and many at once: XXH64 for tables, SHA-256 for names that must not collide.
 *
 * <p>{@link dev.cnv.hotpath.hash.Xxh64} hashes one id, {@link dev.cnv.hotpath.hash.Xxh64Batch}
 * many, {@link dev.cnv.hotpath.hash.CapabilityHash} names.
 */
package dev.cnv.hotpath.hash;

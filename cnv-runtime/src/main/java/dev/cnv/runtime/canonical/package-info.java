/**
 * One byte form for every JSON value and every CBOR item, strict readers, and 256-bit digests.
 *
 * <p>{@link dev.cnv.runtime.canonical.StrictJson} reads JSON, {@link
 * dev.cnv.runtime.canonical.CanonicalJson} writes it and takes its digest.
 */
package dev.cnv.runtime.canonical;

/** One byte form for every JSON value and every CBOR item, strict readers, and 256-bit digests. */
package dev.cnv.runtime.canonical;

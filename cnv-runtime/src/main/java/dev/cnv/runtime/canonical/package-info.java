/** One byte form for every JSON value, and 256-bit digests of it. */
package dev.cnv.runtime.canonical;

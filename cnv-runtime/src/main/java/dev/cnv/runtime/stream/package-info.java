/** Calls whose events are heard while they run: what a caller holds of them. */
package dev.cnv.runtime.stream;

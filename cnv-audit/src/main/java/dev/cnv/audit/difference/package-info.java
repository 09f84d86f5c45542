/** Compares policies by what they permit: a proof, or a request on which they differ. */
package dev.cnv.audit.difference;

/** Chains of tokens beside biscuits and macaroons, and the signature below them. */
package dev.cnv.benchmarks.delegation;

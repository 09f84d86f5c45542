/**
 * Compares policies by what they permit: a proof, or a request on which they differ.
 *
 * <p>{@link dev.cnv.audit.difference.PolicyDifference} asks; {@code cnv policy diff} is it as a
 * command.
 */
package dev.cnv.audit.difference;

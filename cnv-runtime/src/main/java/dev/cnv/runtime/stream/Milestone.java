package dev.cnv.runtime.stream;

import dev.cnv.runtime.canonical.Digest;
import java.util.UUID;

/**
 * The receipt of a milestone: a call came this far, and the ledger says so. Whoever proves that the
 * record is in the log proves that, with the milestones before it and the decision that the call ran by.
 *
 * @param invocation the call's id
 * @param ordinal its place among the call's milestones, from 0 without gaps
 * @param name its name
 * @param value the SHA-256 of its canonical value
 * @param link what chains it to those before it, and the first to the decision
 * @param record the index of its record in the ledger
 */
public record Milestone(
        UUID invocation, long ordinal, String name, Digest value, Digest link, long record) {}

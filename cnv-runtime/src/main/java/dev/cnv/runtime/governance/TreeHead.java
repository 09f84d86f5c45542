package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;

/**
 * The RFC 9162 tree over the first records of a ledger.
 *
 * @param size how many records
 * @param root the tree's root
 */
public record TreeHead(long size, Digest root) {}

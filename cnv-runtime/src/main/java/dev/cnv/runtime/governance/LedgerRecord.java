package dev.cnv.runtime.governance;

/**
 * A record of the ledger.
 *
 * @param index its place, counted from 0 without gaps
 * @param event what happened
 */
public record LedgerRecord(long index, LedgerEvent event) {}

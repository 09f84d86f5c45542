/**
 * The ledger: every decision and outcome, durable and tamper-evident.
 *
 * <p>{@link dev.cnv.runtime.governance.FileLedger} is the ledger on disk, which opens, reads and
 * verifies; {@link dev.cnv.runtime.governance.LedgerEvent} is what is in it.
 */
package dev.cnv.runtime.governance;

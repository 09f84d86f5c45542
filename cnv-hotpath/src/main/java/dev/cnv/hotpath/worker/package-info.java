/**
 * Threads that take frames from rings, check them, run their verbs and account for it.
 *
 * <p>{@link dev.cnv.hotpath.worker.Worker} does that, {@link dev.cnv.hotpath.worker.BatchRecords}
 * keeps its account in the ledger.
 */
package dev.cnv.hotpath.worker;

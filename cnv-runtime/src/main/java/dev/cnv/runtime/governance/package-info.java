/** The ledger: every decision and outcome, durable and tamper-evident. */
package dev.cnv.runtime.governance;

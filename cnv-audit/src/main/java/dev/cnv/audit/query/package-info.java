/** Finds events in a ledger. */
package dev.cnv.audit.query;

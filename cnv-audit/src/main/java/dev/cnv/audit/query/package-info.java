/**
 * Finds events in a ledger.
 *
 * <p>{@link dev.cnv.audit.query.EventQuery} says what is wanted, {@link
 * dev.cnv.audit.query.EventIndex} finds it; {@code cnv ledger query} is it as a command.
 */
package dev.cnv.audit.query;

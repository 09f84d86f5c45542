/**
 * Says what a ledger shows about a span of time, so that anyone can check each statement.
 *
 * <p>{@link dev.cnv.audit.report.ReportWriter} makes a {@link
 * dev.cnv.audit.report.ComplianceReport}; {@code cnv ledger report} is it as a command.
 */
package dev.cnv.audit.report;

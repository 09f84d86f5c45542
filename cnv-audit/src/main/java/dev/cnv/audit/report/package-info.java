/** Says what a ledger shows about a span of time, so that anyone can check each statement. */
package dev.cnv.audit.report;

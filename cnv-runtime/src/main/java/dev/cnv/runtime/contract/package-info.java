/** Contracts enforced: permits, rates, deadlines, timeouts, retries, limits. */
package dev.cnv.runtime.contract;

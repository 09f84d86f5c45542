/**
 * Workers: child processes that the operating system holds to a contract's limits. What this
 * machine can keep is asked before a worker is started; docs/confinement.md says by which means,
 * and what is not held.
 */
package dev.cnv.runtime.worker;

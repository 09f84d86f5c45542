/** Delegations and revocations of another runtime, followed by a verb. */
package dev.cnv.remote.delegation;

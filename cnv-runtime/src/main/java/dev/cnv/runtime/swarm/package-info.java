/**
 * Swarms of agents: the phases of their life, which cannot be bypassed, and who watches them. {@link
 * dev.cnv.runtime.swarm.PhaseTable} is the one table that code, model and documents follow; {@link
 * dev.cnv.runtime.swarm.SwarmTable} holds the state of up to a million swarms, {@link
 * dev.cnv.runtime.swarm.Swarms} named ones with their agents and the ledger.
 */
package dev.cnv.runtime.swarm;

/** Swarms: moves between phases, and what watches them. */
package dev.cnv.benchmarks.swarm;

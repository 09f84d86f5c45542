/**
 * Memory off the heap: bump allocation, handles that are found stale, and the table of agents.
 *
 * <p>{@link dev.cnv.hotpath.memory.BumpArena} gives memory, {@link
 * dev.cnv.hotpath.memory.HandlePool} handles, {@link dev.cnv.hotpath.memory.AgentTable} keeps
 * agents.
 */
package dev.cnv.hotpath.memory;

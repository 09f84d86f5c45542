/** Memory off the heap: bump allocation, handles that are found stale, and the table of agents. */
package dev.cnv.hotpath.memory;

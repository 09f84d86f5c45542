/** Rings, frames and memory off the heap, beside the queues that people use. */
package dev.cnv.benchmarks.hotpath.ring;

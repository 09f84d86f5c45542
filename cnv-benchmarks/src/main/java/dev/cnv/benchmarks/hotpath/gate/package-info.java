/** The gate alone, and the whole governed path beside a framework of objects and the Disruptor. */
package dev.cnv.benchmarks.hotpath.gate;

/** The hot path and its peers. */
package dev.cnv.benchmarks.hotpath;

/** The hot path beside its peers. */
package dev.cnv.benchmarks.hotpath;

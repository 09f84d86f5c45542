/** What questions to the capability graph cost, beside libraries for graphs. */
package dev.cnv.benchmarks.graph;

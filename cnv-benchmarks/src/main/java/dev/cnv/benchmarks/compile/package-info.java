/** What annotation processors add to a compilation: CNV's and those of its peers. */
package dev.cnv.benchmarks.compile;

/** What every table of a measurement says about where and how it was taken. */
package dev.cnv.benchmarks.report;

/** Metrics: what an update costs beside Micrometer's, and what an export costs. */
package dev.cnv.benchmarks.telemetry;

/** How long a command takes from start to end: ./cnv, and picocli's hello-world beside it. */
package dev.cnv.benchmarks.startup;

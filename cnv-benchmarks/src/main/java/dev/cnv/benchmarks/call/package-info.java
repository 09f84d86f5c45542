/** What a governed call costs in one process, stage by stage, and what a policy's decision costs. */
package dev.cnv.benchmarks.call;

/** What one policy decision costs, beside other policy engines. */
package dev.cnv.benchmarks.policy;

/** What the wire protocol costs without a wire. */
package dev.cnv.benchmarks.protocol;

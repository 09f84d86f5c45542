/** What questions to a large ledger cost. */
@org.jspecify.annotations.NullMarked
package dev.cnv.benchmarks.ledger;

/** The ledger beside other ways of keeping records, in one run. */
package dev.cnv.benchmarks.ledger;

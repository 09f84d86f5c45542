/** Payments between a million accounts, by frames. */
package dev.cnv.examples.payments;

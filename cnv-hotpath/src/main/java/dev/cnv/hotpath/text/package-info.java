/** Commands as text, read in one pass without allocation: verb, argument slices, numbers in place. */
package dev.cnv.hotpath.text;

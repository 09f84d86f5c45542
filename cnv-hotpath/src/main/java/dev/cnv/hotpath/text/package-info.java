/**
 * Commands as text, read in one pass without allocation: verb, argument slices, numbers in place.
 *
 * <p>{@link dev.cnv.hotpath.text.CommandTable} is made once from descriptors, {@link
 * dev.cnv.hotpath.text.CommandParser} reads a line, {@link dev.cnv.hotpath.text.ParsedCommand} has
 * what it says.
 */
package dev.cnv.hotpath.text;

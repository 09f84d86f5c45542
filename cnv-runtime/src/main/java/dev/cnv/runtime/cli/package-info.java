/** The command line that every application gets from its descriptors. */
package dev.cnv.runtime.cli;

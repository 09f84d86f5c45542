/** The analysis inside javac: the only package that knows its syntax trees. */
package dev.cnv.processor.javac;

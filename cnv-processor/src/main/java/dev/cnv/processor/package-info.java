/** The two processors: they run the rounds and nothing else. */
package dev.cnv.processor;

/** What was read from the source, as records that hold names and never elements. */
package dev.cnv.processor.model;

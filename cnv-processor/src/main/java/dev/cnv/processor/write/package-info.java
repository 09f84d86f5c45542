/** From records to sources and schemas. */
package dev.cnv.processor.write;

/** From elements to records. */
package dev.cnv.processor.read;

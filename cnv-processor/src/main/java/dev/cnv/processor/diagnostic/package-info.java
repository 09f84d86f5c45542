/** What the processor says, and where. */
package dev.cnv.processor.diagnostic;

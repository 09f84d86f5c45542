/** The rules that a verb has to keep. */
package dev.cnv.processor.check;

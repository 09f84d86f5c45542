/** Frames: one call each, in place, off the heap. */
package dev.cnv.hotpath;

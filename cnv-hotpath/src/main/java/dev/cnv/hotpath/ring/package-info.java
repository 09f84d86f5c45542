/** Rings: frames handed from the threads that write them to the thread that reads them. */
package dev.cnv.hotpath.ring;

/** Whether vectors are to be had on this machine. */
package dev.cnv.hotpath.vector;

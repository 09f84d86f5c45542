/** Time as an argument: a source of time with timers, real or virtual. */
package dev.cnv.runtime.time;

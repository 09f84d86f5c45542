/** Threads that take frames from rings, check them, run their verbs and account for it. */
package dev.cnv.hotpath.worker;

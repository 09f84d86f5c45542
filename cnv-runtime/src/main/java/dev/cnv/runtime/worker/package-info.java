/** Worker processes: verbs that run in a JVM of their own, and the pool that keeps them. */
package dev.cnv.runtime.worker;

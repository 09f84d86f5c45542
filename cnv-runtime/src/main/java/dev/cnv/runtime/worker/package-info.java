/**
 * Worker processes: verbs that run in a JVM of their own, the pool that keeps them, and how the operating
 * system holds them to limits.
 */
package dev.cnv.runtime.worker;

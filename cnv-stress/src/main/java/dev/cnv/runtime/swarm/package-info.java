/** Stress tests of what only the package of swarms sees. */
package dev.cnv.runtime.swarm;

/** Stress tests of what only the package of workers sees. */
package dev.cnv.hotpath.worker;

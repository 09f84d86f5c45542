/**
 * jcstress tests of what threads share on the hot path, and a canary that must fail. Not a module:
 * the harness starts JVMs with the class path that it was started with.
 */
package dev.cnv.stress;

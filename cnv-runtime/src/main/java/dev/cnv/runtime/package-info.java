/** The door: {@link dev.cnv.runtime.Cnv} is built, opened for a caller, called and closed. */
package dev.cnv.runtime;

/** The one path of every call. Not exported. */
package dev.cnv.runtime.kernel;

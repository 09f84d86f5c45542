/** Lifting a verified certificate to a grant, under which many calls are made as frames. */
package dev.cnv.runtime.lift;

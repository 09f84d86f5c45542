/**
 * Lifting a verified certificate to a grant, under which many calls are made as frames.
 *
 * <p>Applications start at {@code GrantTable} of cnv-hotpath, which lifts by these.
 */
package dev.cnv.runtime.lift;

/**
 * What callers and handlers hold in their hands: sessions, call options, the running invocation.
 *
 * <p>{@link dev.cnv.runtime.call.Session} is what a caller holds: it calls, explains and plans.
 * {@link dev.cnv.runtime.call.Invocation} is what a running handler sees of its call.
 */
package dev.cnv.runtime.call;

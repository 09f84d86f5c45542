/**
 * Sessions of streams: a caller's leave to stream some nouns, until it is over.
 *
 * <p>{@link dev.cnv.runtime.session.StreamSessions}, which {@link
 * dev.cnv.runtime.Cnv#streamSessions} gives, has them.
 */
package dev.cnv.runtime.session;

/**
 * Verbs served to other processes, and called from them: connections, servers and clients.
 *
 * <p>{@link dev.cnv.runtime.endpoint.Server} serves, {@link dev.cnv.runtime.endpoint.Client}
 * connects, {@link dev.cnv.runtime.endpoint.RemoteSession} calls. docs/endpoint.md is the guide.
 */
package dev.cnv.runtime.endpoint;

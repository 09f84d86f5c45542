/**
 * The wire between processes: versions and features, negotiation and its handshake, the message
 * header and its decoder, and the payloads. Nothing here opens a socket or knows the kernel.
 *
 * <p>Who only calls verbs elsewhere starts at {@code dev.cnv.runtime.endpoint}; docs/protocol.md
 * has the bytes.
 */
package dev.cnv.runtime.protocol;

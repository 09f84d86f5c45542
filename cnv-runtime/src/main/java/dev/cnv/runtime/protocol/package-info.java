/**
 * The wire between processes: versions and features, negotiation and its handshake, the message header
 * and its decoder, and the payloads. Nothing here opens a socket or knows the kernel.
 */
package dev.cnv.runtime.protocol;

/**
 * Calls whose events are heard while they run: what a caller holds of them.
 *
 * <p>{@link dev.cnv.runtime.stream.StreamHandle} is what {@code Session.open} gives, {@link
 * dev.cnv.runtime.stream.StreamEvent} what is heard; docs/streams.md is the guide.
 */
package dev.cnv.runtime.stream;

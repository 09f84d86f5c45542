package dev.cnv.runtime.protocol;

/** What two offers come to: an agreement, or a refusal. */
public sealed interface NegotiationResult permits Agreement, NegotiationRefusal {}

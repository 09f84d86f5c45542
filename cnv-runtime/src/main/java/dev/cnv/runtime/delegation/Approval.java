package dev.cnv.runtime.delegation;

/** Skeleton; the author of the delegation package replaces it. */
public record Approval() {}

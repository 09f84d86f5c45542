package dev.cnv.runtime.swarm;

import java.time.Instant;

/**
 * Something that someone should know.
 *
 * @param rule the rule's name
 * @param severity how bad it is
 * @param swarm the swarm's name; {@code row=N} of one that was finalised before its move was heard of
 * @param phase the phase it was in, that it entered, or that is unusual about it
 * @param time when it happened, or was seen
 * @param detail what was found, in words
 */
public record Alert(
        String rule, Severity severity, String swarm, Phase phase, Instant time, String detail) {}

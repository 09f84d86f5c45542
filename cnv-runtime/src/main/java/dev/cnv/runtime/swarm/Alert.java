package dev.cnv.runtime.swarm;

import java.time.Instant;

/**
 * Something that someone should know.
 *
 * @param rule the rule's name
 * @param severity how bad it is
 * @param swarm the swarm's name
 * @param phase the phase it was in
 * @param time when
 * @param detail what was found, in words
 */
public record Alert(
        String rule, Severity severity, String swarm, Phase phase, Instant time, String detail) {}

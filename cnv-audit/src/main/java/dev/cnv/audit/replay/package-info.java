/**
 * Recorded decisions, evaluated again: by the policies that decided, or by another. Nothing here
 * can make a proof or reach a handler.
 *
 * <p>{@link dev.cnv.audit.replay.ReplayEngine} does it, {@link dev.cnv.audit.replay.WhatIf} says
 * what is otherwise; {@code cnv ledger replay} is it as a command.
 */
package dev.cnv.audit.replay;

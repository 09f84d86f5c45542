/**
 * Recorded decisions, evaluated again: by the policies that decided, or by another. Nothing here can make a
 * proof or reach a handler.
 */
package dev.cnv.audit.replay;

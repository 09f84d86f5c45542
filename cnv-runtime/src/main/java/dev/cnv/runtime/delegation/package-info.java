/** Signed authority: who may act for whom, with which verbs, effects and arguments. */
package dev.cnv.runtime.delegation;

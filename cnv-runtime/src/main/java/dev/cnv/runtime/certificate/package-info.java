/** The proof that a verb may run, stage by stage. */
package dev.cnv.runtime.certificate;

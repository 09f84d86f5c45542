/**
 * The proof that a verb may run, stage by stage.
 *
 * <p>Start at the certificate that is generated for a verb; {@link
 * dev.cnv.runtime.certificate.Certificate} is what all of them are, {@link
 * dev.cnv.runtime.certificate.Step} what a stage answers. {@link
 * dev.cnv.runtime.certificate.SignedReceipt} is checked with public keys alone.
 */
package dev.cnv.runtime.certificate;

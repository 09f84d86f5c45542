/** What may pass: effects as bits, the table of grants, and the gate that checks frames by batches. */
package dev.cnv.hotpath.grant;

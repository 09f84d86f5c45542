/** Drawings of capability graphs as SVG. */
package dev.cnv.audit.drawing;

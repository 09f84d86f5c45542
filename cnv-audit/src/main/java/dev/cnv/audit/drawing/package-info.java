/**
 * Drawings of capability graphs as SVG.
 *
 * <p>{@link dev.cnv.audit.drawing.GraphDrawing} draws; {@code cnv graph export} is it as a
 * command.
 */
package dev.cnv.audit.drawing;

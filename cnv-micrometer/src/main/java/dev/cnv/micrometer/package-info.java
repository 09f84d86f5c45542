/** The metrics of a runtime in a Micrometer registry. */
package dev.cnv.micrometer;

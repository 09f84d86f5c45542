/** Policies that another runtime decides by, asked by a verb. */
package dev.cnv.remote.decision;

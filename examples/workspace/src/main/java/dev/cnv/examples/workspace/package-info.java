/** Verbs over a directory tree: {@link dev.cnv.examples.workspace.Workspace}. */
package dev.cnv.examples.workspace;

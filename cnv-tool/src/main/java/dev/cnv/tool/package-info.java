/** The operator's command: its verbs, and the application that runs them. */
package dev.cnv.tool;

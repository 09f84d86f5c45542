/** Witnesses of logs: who asks them to sign a checkpoint, and a small one (C2SP tlog-witness). */
package dev.cnv.audit.witness;

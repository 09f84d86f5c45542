/** Keys, signatures of three suites, and COSE_Sign1 messages (RFC 9052). */
package dev.cnv.runtime.crypto;

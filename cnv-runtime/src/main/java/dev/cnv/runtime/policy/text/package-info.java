/** Policies as text that people write, and its errors. */
package dev.cnv.runtime.policy.text;

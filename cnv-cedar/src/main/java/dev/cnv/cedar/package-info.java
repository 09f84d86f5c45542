/** Policies and schemas as Cedar text, and Cedar as a policy engine. */
package dev.cnv.cedar;

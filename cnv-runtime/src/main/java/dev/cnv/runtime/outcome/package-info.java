/** What a call answers: a value, a denial or a failure, each with a receipt. */
package dev.cnv.runtime.outcome;

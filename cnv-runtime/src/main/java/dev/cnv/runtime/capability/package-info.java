/** What a verb is: ids, effects, parameter types, contract terms. Plain immutable data. */
package dev.cnv.runtime.capability;

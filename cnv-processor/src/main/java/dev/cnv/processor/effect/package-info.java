/** What code may do: facts about method bodies, and their closure over calls. Knows no compiler. */
package dev.cnv.processor.effect;

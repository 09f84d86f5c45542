/** What a runtime remembers about delegated authority, rebuilt from its ledger. */
package dev.cnv.runtime.registry;

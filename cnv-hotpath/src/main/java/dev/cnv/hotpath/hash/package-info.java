/** Hashes of ids, one and many at once: XXH64 for tables, SHA-256 for names that must not collide. */
package dev.cnv.hotpath.hash;

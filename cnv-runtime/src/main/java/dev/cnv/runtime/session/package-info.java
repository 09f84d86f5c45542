/** Sessions of streams: a caller's leave to stream some nouns, until it is over. */
package dev.cnv.runtime.session;

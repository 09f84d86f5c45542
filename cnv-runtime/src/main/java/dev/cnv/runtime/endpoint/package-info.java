/** Verbs served to other processes, and called from them: connections, servers and clients. */
package dev.cnv.runtime.endpoint;

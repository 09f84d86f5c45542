/** What callers and handlers hold in their hands: sessions, call options, the running invocation. */
package dev.cnv.runtime.call;

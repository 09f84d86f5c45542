/** Calls over sockets, beside another way of making them. */
package dev.cnv.benchmarks.endpoint;

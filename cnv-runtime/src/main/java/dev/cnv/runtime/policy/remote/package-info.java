/** Policies that are decided elsewhere: asked over a network, remembered for a while, closed on faults. */
package dev.cnv.runtime.policy.remote;

/** Rules as data, and the engine that decides by them. */
package dev.cnv.runtime.policy;

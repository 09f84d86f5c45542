/** From text or JSON to checked arguments. */
package dev.cnv.runtime.decode;

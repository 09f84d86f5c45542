/** What generated code calls, and only generated code. Applications do not use it. */
package dev.cnv.runtime.spi;

/** Bodies of methods in class files, read on demand with the class-file API. */
package dev.cnv.processor.bytecode;

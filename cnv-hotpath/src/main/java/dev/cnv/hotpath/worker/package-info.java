/** Workers, which take frames from rings, check them and run their verbs by generated code. */
package dev.cnv.hotpath.worker;

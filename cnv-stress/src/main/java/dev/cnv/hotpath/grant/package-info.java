/** Stress tests of what only the package of grants sees. */
package dev.cnv.hotpath.grant;

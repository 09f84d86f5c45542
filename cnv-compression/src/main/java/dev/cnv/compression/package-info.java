/**
 * Compressors that the wire protocol finds as services. LZ4 is Java and works without any flag; Zstandard
 * and Brotli are native, and are offered when their modules may call native code: {@code
 * --enable-native-access=com.github.luben.zstd_jni,com.aayushatharva.brotli4j}, or {@code ALL-UNNAMED} on
 * the class path.
 */
package dev.cnv.compression;

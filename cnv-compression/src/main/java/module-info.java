/**
 * Zstandard, LZ4 and Brotli for the wire protocol. Optional: where the module is missing, peers agree on
 * no compression.
 */
@org.jspecify.annotations.NullMarked
module dev.cnv.compression {
    requires transitive dev.cnv.runtime;
    requires static org.jspecify;
    requires com.aayushatharva.brotli4j;
    requires com.github.luben.zstd_jni;
    requires org.lz4.java;

    exports dev.cnv.compression;

    provides dev.cnv.runtime.protocol.Compressor with
            dev.cnv.compression.ZstdCompressor,
            dev.cnv.compression.Lz4Compressor,
            dev.cnv.compression.BrotliCompressor;
}

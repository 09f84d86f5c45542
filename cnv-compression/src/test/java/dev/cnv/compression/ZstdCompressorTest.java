package dev.cnv.compression;

class ZstdCompressorTest extends CompressorContract {

    ZstdCompressorTest() {
        super(new ZstdCompressor());
    }
}

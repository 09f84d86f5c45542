package dev.cnv.compression;

class BrotliCompressorTest extends CompressorContract {

    BrotliCompressorTest() {
        super(new BrotliCompressor());
    }
}

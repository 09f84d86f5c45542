package dev.cnv.compression;

class Lz4CompressorTest extends CompressorContract {

    Lz4CompressorTest() {
        super(new Lz4Compressor());
    }
}

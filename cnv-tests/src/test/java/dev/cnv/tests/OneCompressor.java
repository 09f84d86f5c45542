package dev.cnv.tests;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cnv.runtime.protocol.Compression;
import dev.cnv.runtime.protocol.Compressor;
import dev.cnv.runtime.protocol.Compressors;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** A class path on which one way to compress is installed, or none. */
final class OneCompressor extends ClassLoader {

    private static final String SERVICES = "META-INF/services/" + Compressor.class.getName();

    private final Optional<Compressor> only;

    private OneCompressor(Optional<Compressor> only) {
        super(OneCompressor.class.getClassLoader());
        this.only = only;
    }

    /** Skips the test where this one does not work. */
    static OneCompressor of(Compression compression) {
        Optional<Compressor> found = Compressors.installed().find(compression);
        assumeTrue(
                found.isPresent() || compression == Compression.NONE,
                () -> compression + " has no native library for this machine");
        return new OneCompressor(found);
    }

    Compressor compressor() {
        return only.orElseThrow();
    }

    /** Makes what asks for the installed ones while it is made. */
    <T> T within(Callable<T> making) throws Exception {
        Thread current = Thread.currentThread();
        ClassLoader before = current.getContextClassLoader();
        current.setContextClassLoader(this);
        try {
            return making.call();
        } finally {
            current.setContextClassLoader(before);
        }
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        if (!name.equals(SERVICES)) {
            return super.getResources(name);
        }
        Path file = Files.createTempFile("compressor", "");
        file.toFile().deleteOnExit();
        Files.writeString(file, only.map(each -> each.getClass().getName()).orElse(""));
        return Collections.enumeration(List.of(file.toUri().toURL()));
    }
}

package dev.cnv.processor.javac;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.util.Optional;
import javax.tools.FileObject;

/** Files that lie in the same folder or jar as a class file. */
final class Siblings {

    private static final int MAX_BYTES = 16 << 20;

    private Siblings() {}

    /** The class file of another simple binary name in the same package. */
    static Optional<byte[]> read(FileObject file, String simpleName) {
        String uri = file.toUri().toString();
        return read(uri.substring(0, uri.lastIndexOf('/') + 1) + simpleName.replace("$", "%24")
                        + ".class")
                .or(() -> read(uri.substring(0, uri.lastIndexOf('/') + 1) + simpleName + ".class"));
    }

    /** A resource of the folder or jar that a class file is in. */
    static Optional<byte[]> resource(FileObject file, String binaryName, String path) {
        String uri = file.toUri().toString();
        int end = uri.length() - (binaryName.length() + ".class".length());
        return end > 0 ? read(uri.substring(0, end) + path) : Optional.empty();
    }

    private static Optional<byte[]> read(String uri) {
        try {
            URLConnection connection = URI.create(uri).toURL().openConnection();
            connection.setUseCaches(false);
            try (InputStream in = connection.getInputStream()) {
                return Optional.of(in.readNBytes(MAX_BYTES));
            }
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

package dev.cnv.benchmarks.compile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a processor generated.
 *
 * @param certificateLineCount lines of certificates, blank ones included
 * @param otherLineCount lines of all other sources, blank ones included
 * @param fileCount sources
 * @param resourceBytes what else lies beside the classes
 */
record Generated(
        long certificateLineCount, long otherLineCount, long fileCount, long resourceBytes) {

    static Generated in(Path sources, Path classes) throws IOException {
        List<Path> files = filesIn(sources)
                .filter(file -> file.toString().endsWith(".java"))
                .toList();
        long certificates = lineCount(files.stream().filter(Generated::isCertificate));
        long others = lineCount(files.stream().filter(file -> !isCertificate(file)));
        long resources = filesIn(classes)
                .filter(file -> !file.toString().endsWith(".class"))
                .mapToLong(Generated::bytes)
                .sum();
        return new Generated(certificates, others, files.size(), resources);
    }

    boolean isEmpty() {
        return fileCount == 0 && resourceBytes == 0;
    }

    private static boolean isCertificate(Path file) {
        return file.toString().endsWith("Certificate.java");
    }

    private static long lineCount(Stream<Path> files) {
        return files.mapToLong(file -> {
                    try {
                        return Files.readAllLines(file).size();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .sum();
    }

    private static Stream<Path> filesIn(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).toList().stream();
        }
    }

    private static long bytes(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.cnv.runtime.governance;

import dev.cnv.runtime.canonical.Digest;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in files that are named by their SHA-256: two digits are the folder, 62 the file. A file is
 * written under another name, forced and renamed, so one with its own name is whole.
 *
 * <p><b>Threading:</b> safe for use by several threads; one process writes at a time, which the
 * ledger's lock sees to.
 */
final class PayloadStore {

    private static final int FOLDER_DIGITS = 2;
    private static final int FILE_DIGITS = 62;
    private static final String NEW = "new-";

    private final Path folder;
    private final AtomicLong newFiles = new AtomicLong();

    /** Sees what is in a store. */
    @FunctionalInterface
    interface Visitor {
        /** Takes one payload; {@code intact} says whether its bytes are what was kept. */
        void payload(Digest digest, long sizeBytes, boolean intact);
    }

    /** The store of a ledger, for reading. */
    PayloadStore(Path ledger) {
        this.folder = ledger.resolve(LedgerDescriptor.PAYLOADS);
    }

    /** Makes the store when it is missing, and removes what a crash left half written. */
    static PayloadStore openForWriting(Path ledger) throws IOException {
        PayloadStore store = new PayloadStore(ledger);
        FileDiskDirectory.makeFolder(store.folder);
        try (Stream<Path> files = Files.list(store.folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (file.getFileName().toString().startsWith(NEW)) {
                    Files.delete(file);
                }
            }
        }
        return store;
    }

    /** Keeps bytes; they are on disk when this returns. */
    Digest keep(byte[] payload) {
        if (payload.length > LedgerDescriptor.MAX_PAYLOAD_BYTES) {
            throw new LedgerException(
                    "payloadBytes=" + payload.length + " is more than "
                            + LedgerDescriptor.MAX_PAYLOAD_BYTES + "; nothing was kept",
                    null);
        }
        Digest digest = Digest.of(payload);
        Path in = folder(digest);
        Path file = file(digest);
        try {
            FileDiskDirectory.makeFolder(in);
            if (!isIntact(file, digest)) {
                write(file, payload);
            }
            // Also for one that is there: its entry may not have reached the disk.
            FileDisk.forceDirectory(in);
            return digest;
        } catch (DiskFullException e) {
            throw fault(digest, "the disk is full, nothing was kept: " + e.getMessage(), e);
        } catch (IOException e) {
            throw fault(digest, "could not be kept: " + e.getMessage(), e);
        }
    }

    /** {@return bytes that were kept, empty when they are not there} */
    Optional<byte[]> find(Digest digest) {
        try {
            byte @Nullable [] bytes = read(file(digest));
            if (bytes != null && !Digest.of(bytes).equals(digest)) {
                throw fault(digest, "is damaged: its bytes have another digest", null);
            }
            return Optional.ofNullable(bytes);
        } catch (IOException e) {
            throw fault(digest, "cannot be read: " + e.getMessage(), e);
        }
    }

    /** Removes bytes; {@return whether they were there} */
    boolean erase(Digest digest) {
        Path in = folder(digest);
        Path file = file(digest);
        try {
            boolean found = Files.deleteIfExists(file);
            if (Files.isDirectory(in)) {
                // Also when it is not there: an earlier removal may not have reached the disk.
                FileDisk.forceDirectory(in);
            }
            return found;
        } catch (IOException e) {
            throw fault(digest, "could not be erased for certain: " + e.getMessage(), e);
        }
    }

    /** Reads and checks every payload; files of other names are left alone. */
    void visit(Visitor visitor) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> folders = Files.list(folder)) {
            for (Path one : (Iterable<Path>) folders::iterator) {
                if (isHex(one, FOLDER_DIGITS) && Files.isDirectory(one)) {
                    visitFolder(one, visitor);
                }
            }
        }
    }

    private static void visitFolder(Path one, Visitor visitor) throws IOException {
        try (Stream<Path> files = Files.list(one)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (isHex(file, FILE_DIGITS)) {
                    Digest digest = new Digest(
                            one.getFileName().toString() + file.getFileName().toString());
                    long sizeBytes = Files.size(file);
                    visitor.payload(digest, sizeBytes, isIntact(file, digest));
                }
            }
        }
    }

    private void write(Path file, byte[] payload) throws IOException {
        Path fresh = folder.resolve(NEW + newFiles.incrementAndGet());
        try {
            try (FileDisk disk = FileDisk.createExact(fresh)) {
                disk.write(0, payload, payload.length);
                disk.force();
            }
            move(fresh, file);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static void move(Path fresh, Path file) throws IOException {
        try {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException | FileAlreadyExistsException e) {
            throw new IOException("file=" + file + " cannot be put in place at once", e);
        }
    }

    private static boolean isIntact(Path file, Digest digest) throws IOException {
        byte @Nullable [] bytes = read(file);
        return bytes != null && Digest.of(bytes).equals(digest);
    }

    /** {@return the bytes, those up to the limit, null when there is no file} */
    private static byte @Nullable [] read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return null;
        }
        // Not a channel: an interrupt would close it, and this is read by threads that are
        // interrupted.
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes =
                    new byte[(int) Math.min(in.length(), LedgerDescriptor.MAX_PAYLOAD_BYTES + 1L)];
            in.readFully(bytes);
            return bytes;
        } catch (java.io.FileNotFoundException e) {
            if (Files.exists(file)) {
                throw e;
            }
            return null; // Erased at this moment.
        }
    }

    private Path folder(Digest digest) {
        return folder.resolve(digest.hex().substring(0, FOLDER_DIGITS));
    }

    private Path file(Digest digest) {
        return folder(digest).resolve(digest.hex().substring(FOLDER_DIGITS));
    }

    private static boolean isHex(Path file, int digits) {
        String name = file.getFileName().toString();
        return name.length() == digits
                && name.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }

    private static LedgerException fault(Digest digest, String what, @Nullable Throwable cause) {
        return new LedgerException("payload=" + digest + " " + what, cause);
    }
}

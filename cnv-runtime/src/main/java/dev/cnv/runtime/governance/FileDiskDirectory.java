package dev.cnv.runtime.governance;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A {@link DiskDirectory} on real files. Files of other names are left alone. */
final class FileDiskDirectory implements DiskDirectory {

    private static final int DIGITS = 20;

    private final Path folder;

    private FileDiskDirectory(Path folder) {
        this.folder = folder;
    }

    /** Makes the folder, readable by its owner only and durable, when it is missing. */
    static FileDiskDirectory openForWriting(Path ledger) throws IOException {
        requireNoOldLedger(ledger);
        Path folder = ledger.resolve(LedgerDescriptor.SEGMENTS);
        makeFolder(folder);
        return new FileDiskDirectory(folder);
    }

    static FileDiskDirectory openForReading(Path ledger) throws IOException {
        requireNoOldLedger(ledger);
        Path folder = ledger.resolve(LedgerDescriptor.SEGMENTS);
        FileDiskDirectory directory = new FileDiskDirectory(folder);
        try {
            if (directory.segments().isEmpty()) {
                throw new FileNotFoundException(folder + " has no segment");
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw (FileNotFoundException) new FileNotFoundException(folder.toString()).initCause(e);
        }
        return directory;
    }

    /** Makes a folder when it is missing; its entry is durable when this returns. */
    static void makeFolder(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath();
        if (!Files.isDirectory(absolute)) {
            Files.createDirectories(absolute, FileDisk.ownerOnly(absolute, "rwx------"));
        }
        FileDisk.forceDirectory(absolute.getParent());
    }

    /** {@return the file's name of a segment} */
    static String name(long segment) {
        String digits = Long.toString(segment);
        return "0".repeat(DIGITS - digits.length()) + digits + LedgerDescriptor.SEGMENT_ENDING;
    }

    @Override
    public List<Long> segments() throws IOException {
        List<Long> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                if (isName(name)) {
                    found.add(Long.parseLong(name, 0, DIGITS, 10));
                }
            }
        }
        found.sort(null);
        return found;
    }

    @Override
    public Disk open(long segment) throws IOException {
        return FileDisk.openForReading(folder.resolve(name(segment)));
    }

    @Override
    public Disk openForWriting(long segment) throws IOException {
        return FileDisk.openForWriting(folder.resolve(name(segment)));
    }

    @Override
    public Disk create(long segment) throws IOException {
        return FileDisk.create(folder.resolve(name(segment)));
    }

    @Override
    public void force() throws IOException {
        FileDisk.forceDirectory(folder);
    }

    @Override
    public void close() {
        // Nothing is kept open.
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    /** Twenty digits that are a long; the first one is a zero, since no long has twenty. */
    private static boolean isName(String name) {
        if (name.length() != DIGITS + LedgerDescriptor.SEGMENT_ENDING.length()
                || !name.endsWith(LedgerDescriptor.SEGMENT_ENDING)
                || name.compareTo("09223372036854775807.") >= 0) {
            return false;
        }
        return name.chars().limit(DIGITS).allMatch(c -> c >= '0' && c <= '9');
    }

    private static void requireNoOldLedger(Path ledger) {
        if (Files.exists(ledger.resolve(LedgerDescriptor.OLD_FILE))) {
            throw new LedgerException(
                    "directory=" + ledger + " holds a ledger of version 1 ("
                            + LedgerDescriptor.OLD_FILE
                            + "), which this version does not read: use the release that wrote it, or"
                            + " keep that folder and begin another ledger",
                    null);
        }
    }
}

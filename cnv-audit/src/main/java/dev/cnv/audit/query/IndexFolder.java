package dev.cnv.audit.query;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.LogByteSizeMergePolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.store.NIOFSDirectory;
import org.jspecify.annotations.Nullable;

/**
 * A folder with a Lucene index: one document an event, in the order of the ledger and without gaps, so
 * that a document's number is its event's index. That holds because one thread adds, nothing is deleted,
 * and only neighbours are merged.
 *
 * <p><b>Threading:</b> for one thread at a time.
 */
@SuppressWarnings(
        "EnumOrdinal") // A field is a slot of an array in this process; no ordinal is kept.
final class IndexFolder implements Closeable {

    static final String SEGMENT = "segment";
    static final String OFFSET = "offset";

    private static final double WRITER_MEGABYTES = 256;
    /** What is checked whole when it is opened, since that takes no time worth saving. */
    private static final long QUICK_BYTES = 64L * 1024 * 1024;

    /** Warns on standard error that vectors would be faster, of which there are none here. */
    private static final Logger VECTORS =
            Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

    private final Directory directory;
    private final @Nullable IndexWriter writer;
    private final Row row = new Row();
    private @Nullable DirectoryReader reader;

    private IndexFolder(Directory directory, @Nullable IndexWriter writer) {
        this.directory = directory;
        this.writer = writer;
    }

    /** Opens a folder for writing; empty when another process has it, or it cannot be written. */
    static Optional<IndexFolder> openForWriting(Path folder, boolean anew) throws IOException {
        Directory directory = null;
        try {
            Files.createDirectories(folder);
            directory = directory(folder);
            if (anew) {
                clear(directory);
            }
            IndexFolder opened = new IndexFolder(directory, writer(directory, anew));
            directory = null;
            return Optional.of(opened);
        } catch (LockObtainFailedException | java.nio.file.FileSystemException e) {
            if (e instanceof java.nio.file.NoSuchFileException) {
                throw e; // A part of the index is missing.
            }
            return Optional.empty();
        } finally {
            if (directory != null) {
                directory.close();
            }
        }
    }

    /** Opens what was committed last; empty when there is nothing. */
    static Optional<IndexFolder> openForReading(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        Directory directory = directory(folder);
        if (DirectoryReader.indexExists(directory)) {
            return Optional.of(new IndexFolder(directory, null));
        }
        directory.close();
        return Optional.empty();
    }

    boolean isWritable() {
        return writer != null;
    }

    /** How far the last commit goes; empty when it is no index of events of this format. */
    Optional<Mark> mark() throws IOException {
        if (!DirectoryReader.indexExists(directory)) {
            return Optional.of(Mark.EMPTY);
        }
        DirectoryReader now = reader();
        Optional<Mark> mark = Mark.of(now.getIndexCommit().getUserData());
        return mark.filter(found -> found.next() == now.maxDoc() && now.numDeletedDocs() == 0);
    }

    /**
     * Reads a small index whole and checks its checksums. One bit that is wrong could hide an event.
     *
     * @throws CorruptIndexException when one is wrong
     */
    void checkIfQuick() throws IOException {
        if (!DirectoryReader.indexExists(directory)) {
            return;
        }
        long sizeBytes = 0;
        for (String file : reader().getIndexCommit().getFileNames()) {
            sizeBytes += directory.fileLength(file);
        }
        if (sizeBytes <= QUICK_BYTES) {
            check();
        }
    }

    private void check() throws IOException {
        for (LeafReaderContext leaf : reader().leaves()) {
            if (leaf.reader() instanceof CodecReader codec) {
                codec.checkIntegrity();
            }
        }
    }

    /** What was committed when this was called first, or {@link #commit} last. */
    DirectoryReader reader() throws IOException {
        DirectoryReader now = reader;
        if (now == null) {
            now = DirectoryReader.open(directory);
            reader = now;
        }
        return now;
    }

    void add(LineFacts facts, long segment, long offsetBytes) throws IOException {
        open().addDocument(row.of(facts, segment, offsetBytes));
    }

    void commit(Mark mark) throws IOException {
        open().setLiveCommitData(mark.data().entrySet());
        open().commit();
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    /** Closes; what was not committed is gone. */
    @Override
    public void close() throws IOException {
        try (Directory _ = directory;
                DirectoryReader _ = reader) {
            if (writer != null && writer.isOpen()) {
                writer.rollback();
            }
        }
    }

    /** Reads through channels: Lucene's mapped files call native code, for which a JVM wants a flag. */
    private static Directory directory(Path folder) throws IOException {
        VECTORS.setLevel(Level.SEVERE);
        return new NIOFSDirectory(folder);
    }

    private IndexWriter open() {
        if (writer == null) {
            throw new IllegalStateException("state=reading-only");
        }
        return writer;
    }

    private static IndexWriter writer(Directory directory, boolean anew) throws IOException {
        LogByteSizeMergePolicy neighbours = new LogByteSizeMergePolicy();
        return new IndexWriter(
                directory,
                new IndexWriterConfig()
                        .setOpenMode(
                                anew
                                        ? IndexWriterConfig.OpenMode.CREATE
                                        : IndexWriterConfig.OpenMode.CREATE_OR_APPEND)
                        .setMergePolicy(neighbours)
                        .setCommitOnClose(false)
                        .setRAMBufferSizeMB(WRITER_MEGABYTES));
    }

    /** Deletes the files of an index that cannot be read. */
    private static void clear(Directory directory) throws IOException {
        try (Lock _ = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
            for (String file : directory.listAll()) {
                if (!file.equals(IndexWriter.WRITE_LOCK_NAME)) {
                    directory.deleteFile(file);
                }
            }
        }
    }

    /** A document whose fields are used again for each event. */
    private static final class Row {
        private final StringField[] texts = new StringField[EventField.values().length];
        private final LongPoint time = new LongPoint(LuceneQueries.TIME, 0);
        private final Field segment = new NumericDocValuesField(SEGMENT, 0);
        private final Field offset = new NumericDocValuesField(OFFSET, 0);
        private final Document document = new Document();

        Row() {
            for (EventField field : EventField.values()) {
                texts[field.ordinal()] = new StringField(field.word(), "", Field.Store.NO);
            }
        }

        Document of(LineFacts facts, long inSegment, long offsetBytes) {
            document.clear();
            for (EventField field : EventField.values()) {
                String value = facts.value(field);
                if (value != null) {
                    StringField text = texts[field.ordinal()];
                    text.setStringValue(LuceneQueries.term(value));
                    document.add(text);
                }
            }
            if (facts.timed()) {
                time.setLongValue(facts.timeNanos());
                document.add(time);
            }
            segment.setLongValue(inSegment);
            offset.setLongValue(offsetBytes);
            document.add(segment);
            document.add(offset);
            return document;
        }
    }
}

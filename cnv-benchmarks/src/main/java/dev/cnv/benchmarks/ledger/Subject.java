package dev.cnv.benchmarks.ledger;

import dev.cnv.runtime.governance.EventOrigin;
import dev.cnv.runtime.governance.FileLedger;
import dev.cnv.runtime.governance.InvocationCompleted;
import dev.cnv.runtime.governance.Ledger;
import dev.cnv.runtime.governance.LedgerEvent;
import dev.cnv.runtime.time.SystemTime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/** Something that makes a record durable, called by many threads. */
interface Subject extends AutoCloseable {

    /** Returns when a record is on the device. */
    void append() throws Exception;

    @Override
    void close() throws IOException, SQLException;

    /** {@return a record whose line has about 512 bytes} */
    static LedgerEvent event() {
        return new InvocationCompleted(
                new EventOrigin(
                        new UUID(3, 4), Instant.EPOCH, "", "", "", Optional.empty(), Map.of()),
                new UUID(1, 2),
                OptionalLong.of(17),
                "completed",
                Optional.empty(),
                "x".repeat(20),
                1,
                1_000,
                2_000_000,
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /** {@return the bytes that peers write for a record} */
    static byte[] bytes() {
        byte[] bytes = new byte[512];
        java.util.Arrays.fill(bytes, (byte) 'x');
        bytes[511] = '\n';
        return bytes;
    }

    /** The ledger. */
    static Subject cnv(Path folder) {
        FileLedger ledger = FileLedger.open(folder, new SystemTime(java.time.Clock.systemUTC()));
        LedgerEvent event = event();
        return of(() -> ledger.append(event, Ledger.Durability.ON_DISK), ledger::close);
    }

    /** One connection for all, which spares SQLite the contention of its own locks. */
    static Subject sqlite(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=FULL");
            statement.execute("CREATE TABLE record (id INTEGER PRIMARY KEY, body BLOB)");
        }
        PreparedStatement insert =
                connection.prepareStatement("INSERT INTO record (body) VALUES (?)");
        byte[] bytes = bytes();
        return of(
                () -> {
                    synchronized (connection) {
                        insert.setBytes(1, bytes);
                        insert.executeUpdate();
                    }
                },
                connection::close);
    }

    /** H2's MVStore; its commit alone does not force. */
    static Subject mvStore(Path file) {
        MVStore store = new MVStore.Builder()
                .fileName(file.toString())
                .autoCommitDisabled()
                .open();
        MVMap<Long, byte[]> map = store.openMap("record");
        byte[] bytes = bytes();
        return of(
                () -> {
                    synchronized (store) {
                        map.append((long) map.size(), bytes);
                        store.commit();
                        store.sync();
                    }
                },
                store::close);
    }

    /** A file that is forced after each record. */
    static Subject channel(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        byte[] bytes = bytes();
        return of(
                () -> {
                    synchronized (channel) {
                        channel.write(ByteBuffer.wrap(bytes));
                        channel.force(true);
                    }
                },
                channel::close);
    }

    /** Something that may throw. */
    @FunctionalInterface
    interface Action {
        void run() throws Exception;
    }

    /** Closes what a subject writes to. */
    @FunctionalInterface
    interface Closing {
        void close() throws IOException, SQLException;
    }

    private static Subject of(Action append, Closing close) {
        return new Subject() {
            @Override
            public void append() throws Exception {
                append.run();
            }

            @Override
            public void close() throws IOException, SQLException {
                close.close();
            }
        };
    }
}

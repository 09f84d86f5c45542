package dev.cnv.runtime.cli;

import dev.cnv.runtime.call.Session;
import dev.cnv.runtime.governance.LedgerException;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Outcome;
import dev.cnv.runtime.outcome.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The file that a call's signed receipt goes into. It is made before the verb runs, so that a call
 * whose receipt has nowhere to go is not made, and taken away again when there is no receipt.
 */
final class ReceiptFile implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;
    private boolean written;

    private ReceiptFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Makes the file.
     *
     * @throws CommandRefusedException when it exists or cannot be made
     */
    static ReceiptFile create(Path file) {
        try {
            return new ReceiptFile(
                    file,
                    FileChannel.open(
                            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        } catch (FileAlreadyExistsException _) {
            throw refused(file, "exists; name a new one");
        } catch (IOException e) {
            throw refused(file, "cannot be made: " + e);
        }
    }

    /** Refuses a call whose receipt nobody would sign. */
    void require(Session session) {
        if (!session.signsReceipts()) {
            throw refused(file, "would stay empty: this application signs no receipts");
        }
    }

    /**
     * Writes the receipt of a call.
     *
     * @return why there is none; empty when it is on disk
     */
    Optional<Denial> write(Session session, Outcome<?> outcome) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(session.receipt(outcome).bytes());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
            written = true;
            return Optional.empty();
        } catch (IOException
                | LedgerException
                | IllegalStateException
                | IllegalArgumentException e) {
            return Optional.of(Denial.of(
                    Reason.RECEIPT_UNAVAILABLE,
                    "receipt=" + file + " cannot be written, and the call was made: "
                            + e.getMessage()));
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
            if (!written) {
                Files.deleteIfExists(file);
            }
        } catch (IOException _) {
            // What there is to say was said: an empty file is left behind, which is no receipt.
        }
    }

    private static CommandRefusedException refused(Path file, String why) {
        return new CommandRefusedException(
                Reason.PARAMETER_RULE_BROKEN,
                "receipt=" + file + " " + why,
                CallOption.RECEIPT.word());
    }
}

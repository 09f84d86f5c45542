package dev.cnv.runtime.worker;

import dev.cnv.annotations.Isolation;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a verb ran out of the file descriptors that the operating system gives its worker, as the
 * contract says. It is known by one of two signs: what the handler throws has EMFILE in it, or no descriptor
 * is free when the handler ends. A handler that catches the refusal and closes its files leaves no sign.
 *
 * <p>Where the contract has no such limit, or the operating system does not hold the worker to it, neither
 * is a sign of the verb's: then the limit is the machine's.
 *
 * <p><b>Threading:</b> {@link #handlerEnded} is for the handler's thread, the rest for any after it.
 */
final class DescriptorLimit {
    /** Kept from the verb: with them the worker loads what it needs to answer. */
    private static final int RESERVE = 4;

    private static final int MAX_CAUSES = 16;

    /** What strerror(EMFILE) is in the C locale, which a confined worker has: glibc, musl. */
    private static final List<String> EMFILE =
            List.of("Too many open files", "No file descriptors available");

    /** What strerror(ENFILE) is: the limit of the whole machine. */
    private static final String ENFILE = "Too many open files in system";

    private final boolean held;
    private final Deque<InputStream> reserve = new ArrayDeque<>();
    private volatile boolean usedUp;

    private DescriptorLimit(boolean held) {
        this.held = held;
    }

    /**
     * The limit of a verb's worker, of whose descriptors some are kept back from now on.
     *
     * @throws UncheckedIOException when there are none even now
     */
    static DescriptorLimit of(VerbDescriptor verb) {
        DescriptorLimit limit =
                new DescriptorLimit(verb.contract().isolation() == Isolation.SANDBOXED
                        && verb.contract().limits().fileDescriptors().isPresent());
        try {
            for (int i = 0; limit.held && i < RESERVE; i++) {
                limit.reserve.add(opened());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return limit;
    }

    private static InputStream opened() throws IOException {
        return new FileInputStream("/dev/null");
    }

    /** Looks whether a descriptor is free; where none is, those that were kept back are given up. */
    void handlerEnded() {
        if (!held || usedUp) {
            return;
        }
        try (InputStream _ = opened()) {
            // One is free.
        } catch (IOException _) {
            usedUp = true;
            reserve.forEach(DescriptorLimit::close);
        }
    }

    private static void close(InputStream stream) {
        try {
            stream.close();
        } catch (IOException _) {
            // Its descriptor is free either way.
        }
    }

    /**
     * {@return whether the limit was exceeded}
     *
     * @param thrown what the handler threw; null where it returned
     */
    boolean exceeded(@Nullable Throwable thrown) {
        return usedUp || (held && refused(thrown));
    }

    private static boolean refused(@Nullable Throwable thrown) {
        Throwable each = thrown;
        for (int i = 0; i < MAX_CAUSES && each != null; i++) {
            String message = String.valueOf(each.getMessage());
            if (each instanceof IOException
                    && EMFILE.stream().anyMatch(message::contains)
                    && !message.contains(ENFILE)) {
                return true;
            }
            each = each.getCause();
        }
        return false;
    }

    /** {@return what a call is answered with that exceeded it} */
    static Denial denial(VerbDescriptor verb) {
        return Denial.of(
                        Reason.LIMIT_EXCEEDED,
                        "verb=" + verb.id()
                                + " had more files open than its contract allows: fileDescriptors="
                                + verb.contract().limits().fileDescriptors().orElse(0))
                .with("limit", "fileDescriptors");
    }
}

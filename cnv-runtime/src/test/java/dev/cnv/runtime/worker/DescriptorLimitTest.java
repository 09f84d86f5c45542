package dev.cnv.runtime.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Isolation;
import dev.cnv.runtime.capability.ContractTerms;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.VerbDescriptor;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is taken for a sign that a verb has no file descriptors left. */
class DescriptorLimitTest {

    private static final String REFUSED = "Too many open files";

    private static VerbDescriptor verb(Isolation isolation, int fileDescriptors) {
        return VerbDescriptor.of("test.open", "1.0.0", "Open#open")
                .effects(EffectSet.of(Effect.READ_ONLY))
                .contract(ContractTerms.DEFAULT
                        .isolation(isolation)
                        .limits(-1, "", fileDescriptors, -1))
                .returns(ValueType.TEXT)
                .schemas(Echo.HASH.hex(), Echo.HASH.hex());
    }

    private static DescriptorLimit held() {
        return DescriptorLimit.of(verb(Isolation.SANDBOXED, 8));
    }

    static Stream<Throwable> refusals() {
        return Stream.of(
                new FileNotFoundException("/x (" + REFUSED + ")"),
                new FileSystemException("/x", null, REFUSED),
                new IOException("Cannot run program \"x\": error=24, " + REFUSED),
                new IOException("No file descriptors available"),
                new UncheckedIOException(new IOException(REFUSED)),
                new IllegalStateException(new IOException("x", new IOException(REFUSED))));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusal_ofTheSystem_isExceeded(Throwable thrown) {
        assertTrue(held().exceeded(thrown));
    }

    static Stream<Throwable> others() {
        return Stream.of(
                new IOException("Too many open files in system"),
                new IOException("/x (Permission denied)"),
                new IOException((String) null),
                new IllegalStateException(REFUSED));
    }

    @ParameterizedTest
    @MethodSource("others")
    void otherFailure_isNot(Throwable thrown) {
        assertFalse(held().exceeded(thrown));
    }

    @Test
    void verb_thatTheSystemDoesNotHold_exceedsNothing() {
        IOException thrown = new IOException(REFUSED);
        assertFalse(DescriptorLimit.of(verb(Isolation.FULLY_ISOLATED, 8)).exceeded(thrown));
        assertFalse(DescriptorLimit.of(verb(Isolation.SANDBOXED, -1)).exceeded(thrown));
    }

    @Test
    void handler_thatLeavesDescriptors_exceedsNothing() {
        DescriptorLimit limit = held();
        limit.handlerEnded();
        assertFalse(limit.exceeded(null));
    }

    @Test
    void denial_namesTheLimit() {
        var denial = DescriptorLimit.denial(verb(Isolation.SANDBOXED, 8));
        assertEquals("fileDescriptors", denial.details().get("limit"));
        assertTrue(denial.message().contains("fileDescriptors=8"), denial::message);
    }
}

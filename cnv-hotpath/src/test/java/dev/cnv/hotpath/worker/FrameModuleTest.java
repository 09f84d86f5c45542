package dev.cnv.hotpath.worker;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.spi.ProofRefusedException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameModuleTest {

    /** Answers with a number of its own and the index that it is given. */
    private record Answering(int number, List<CapabilityId> verbs) implements FrameModule {

        @Override
        public int lines() {
            return number / 100;
        }

        @Override
        public FrameDispatcher dispatcher(DispatchRight right) {
            right.open(this);
            return (_, _, verb) -> number + verb;
        }
    }

    private static final FrameModule TWO = new Answering(100, FrameModule.verbs("a.one a.two"));
    private static final FrameModule ONE = new Answering(200, FrameModule.verbs("b.one"));

    @Test
    void verbs_ofPages_areThoseOfAllPagesInOrder() {
        assertEquals(
                List.of(
                        new CapabilityId("a.one"),
                        new CapabilityId("a.two"),
                        new CapabilityId("b.one")),
                FrameModule.verbs("a.one a.two", "b.one"));
        assertThrows(IllegalArgumentException.class, () -> FrameModule.verbs("a.one  a.two"));
    }

    @Test
    void joined_two_giveTheSecondTheIndicesAfterTheFirst() throws Throwable {
        FrameModule both = FrameModule.joined(List.of(TWO, ONE));
        assertEquals(FrameModule.verbs("a.one a.two b.one"), both.verbs());
        assertEquals(2, both.lines());
        FrameDispatcher dispatcher = both.dispatcher(WorkerRight.genuine(both));
        assertEquals(100, dispatcher.dispatch(MemorySegment.NULL, 0, 0));
        assertEquals(101, dispatcher.dispatch(MemorySegment.NULL, 0, 1));
        assertEquals(200, dispatcher.dispatch(MemorySegment.NULL, 0, 2));
        assertEquals(FrameDispatcher.NO_SUCH_VERB, dispatcher.dispatch(MemorySegment.NULL, 0, 3));
    }

    @Test
    void joined_withAVerbTwiceOrNone_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> FrameModule.joined(List.of(TWO, TWO)));
        assertThrows(IllegalArgumentException.class, () -> FrameModule.joined(List.of()));
    }

    @Test
    void right_withoutTheSealOrOfAnotherModule_isRefused() {
        FrameModule both = FrameModule.joined(List.of(TWO, ONE));
        assertDoesNotThrow(() -> WorkerRight.genuine(ONE).open(ONE));
        for (FrameModule module : List.of(ONE, both)) {
            for (WorkerRight right : List.of(
                    new WorkerRight(new Object(), module),
                    new WorkerRight(null, module),
                    WorkerRight.genuine(TWO))) {
                assertThrows(ProofRefusedException.class, () -> module.dispatcher(right));
            }
        }
    }
}

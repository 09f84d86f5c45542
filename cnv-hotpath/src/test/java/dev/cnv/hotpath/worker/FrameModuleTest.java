package dev.cnv.hotpath.worker;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cnv.runtime.spi.ProofRefusedException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameModuleTest {

    @Test
    void pages_two_startAtTheirOwnIndices() {
        List<String> verbs = FrameModule.pages("a.one a.two", "b.one");
        assertEquals(FrameModule.PAGE_INDICES + 1, verbs.size());
        assertEquals(List.of("a.one", "a.two", ""), verbs.subList(0, 3));
        assertEquals("b.one", verbs.get(FrameModule.PAGE_INDICES));
    }

    @Test
    void pages_withMoreVerbsThanIndices_areRefused() {
        String full = String.join(" ", Collections.nCopies(FrameModule.PAGE_INDICES, "a.b"));
        assertEquals(FrameModule.PAGE_INDICES, FrameModule.pages(full).size());
        assertThrows(
                IllegalArgumentException.class, () -> FrameModule.pages(full + " one.more", "a.b"));
    }

    @Test
    void right_withoutTheSeal_isRefused() {
        assertDoesNotThrow(WorkerRight.genuine()::open);
        assertThrows(ProofRefusedException.class, new WorkerRight(new Object())::open);
        assertThrows(ProofRefusedException.class, new WorkerRight(null)::open);
    }
}

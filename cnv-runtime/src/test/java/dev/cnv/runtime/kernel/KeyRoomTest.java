package dev.cnv.runtime.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyRoomTest {

    private final KeyRoom room = new KeyRoom(new KeyRoom.Bounds(3, 2, 100, 60));

    @Test
    void keysOfATenant_atItsBound_areRefusedToItAlone() {
        room.add("a");
        room.add("a");
        assertTrue(room.refusal("a").orElseThrow().contains("tenant=a"));
        assertEquals(Optional.empty(), room.refusal("b"));
    }

    @Test
    void keysOfAll_atTheBound_areRefusedToEverybody() {
        room.add("a");
        room.add("a");
        room.add("b");
        assertEquals(
                "keys=3 idempotency keys are remembered, no more fit; try again later",
                room.refusal("b").orElseThrow());
        room.remove("a", 0);
        assertEquals(Optional.empty(), room.refusal("b"));
    }

    @Test
    void results_ofATenant_areKeptUpToItsShare() {
        room.add("a");
        room.add("b");
        assertTrue(room.keep("a", 60));
        assertFalse(room.keep("a", 1));
        assertTrue(room.keep("b", 40));
        assertFalse(room.keep("b", 1), "all have a hundred together");
        room.remove("a", 60);
        assertTrue(room.keep("b", 20));
    }

    @Test
    void results_ofNobody_areNotKept() {
        assertFalse(room.keep("a", 1));
    }

    @Test
    void tenant_withoutKeys_beginsAnew() {
        room.add("a");
        assertTrue(room.keep("a", 60));
        room.remove("a", 60);
        room.add("a");
        assertTrue(room.keep("a", 60));
    }
}

package dev.cnv.runtime.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cnv.annotations.Effect;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.EffectSet;
import dev.cnv.runtime.capability.VerbDescriptor;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class VerbListTest {

    private static VerbDescriptor verb(int index) {
        return VerbDescriptor.of("many.v" + index, "1.0.0", "app.Many#v" + index)
                .effects(EffectSet.of(Effect.READ_ONLY))
                .requires(index == 1 ? new String[] {"many.v0", "many.v2"} : new String[0])
                .schemas(Digest.of("input").hex(), Digest.of("output").hex());
    }

    private static VerbList list(IntFunction<VerbDescriptor> maker, String... texts) {
        return new VerbList(7, texts) {
            @Override
            protected VerbDescriptor make(int verb) {
                return maker.apply(verb);
            }
        };
    }

    private static final String THREE = """
            many.v0
            many.v1 many.v0 many.v2
            many.v2
            """;

    @Test
    void get_again_makesNothingAnew() {
        AtomicInteger made = new AtomicInteger();
        VerbList verbs = list(
                index -> {
                    made.incrementAndGet();
                    return verb(index);
                },
                THREE);
        assertEquals(3, verbs.size());
        assertEquals("many.v1", verbs.path(1));
        assertEquals(List.of("many.v0", "many.v2"), verbs.required(1));
        assertEquals(List.of(), verbs.required(2));
        assertEquals(7, verbs.schemasChecksum());
        assertEquals(0, made.get());
        assertEquals("many.v2", verbs.get(2).id().path());
        assertSame(verbs.get(2), verbs.get(2));
        assertEquals(1, made.get());
        assertEquals(List.of(verb(0), verb(1), verb(2)), verbs);
        assertEquals(3, made.get());
    }

    @Test
    void list_ofSeveralTexts_isThatOfAllTheirLines() {
        VerbList verbs = list(VerbListTest::verb, "many.v0\n", "many.v1 many.v0 many.v2\n");
        assertEquals(2, verbs.size());
        assertEquals(List.of(verb(0), verb(1)), verbs);
    }

    @Test
    void get_ofAnotherVerbThanIsListed_isRefusedAgainAndAgain() {
        VerbList verbs = list(VerbListTest::verb, """
                many.v0 many.v9
                many.v1
                many.v3
                """);
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 3; i++) {
                int verb = i;
                assertThrows(IllegalStateException.class, () -> verbs.get(verb));
            }
        }
        assertEquals(
                "verb=2 is listed as many.v3, and its descriptor says many.v2; build the module again",
                assertThrows(IllegalStateException.class, () -> verbs.get(2)).getMessage());
    }

    @Test
    void get_outsideTheList_isRefused() {
        VerbList verbs = list(VerbListTest::verb, "many.v0\n");
        assertThrows(IndexOutOfBoundsException.class, () -> verbs.get(1));
        assertThrows(IndexOutOfBoundsException.class, () -> verbs.get(-1));
        assertThrows(IndexOutOfBoundsException.class, () -> verbs.path(1));
        assertThrows(IndexOutOfBoundsException.class, () -> verbs.required(-1));
        assertThrows(UnsupportedOperationException.class, () -> verbs.set(0, verb(0)));
    }

    @Test
    void get_byTwoThreadsAtOnce_givesBothTheSame() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        VerbList verbs = list(
                index -> {
                    try {
                        both.await();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    return verb(index);
                },
                "many.v0\n");
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Callable<VerbDescriptor> get = () -> verbs.get(0);
            List<Future<VerbDescriptor>> got = threads.invokeAll(List.of(get, get));
            assertSame(got.get(0).get(), got.get(1).get());
        }
    }
}

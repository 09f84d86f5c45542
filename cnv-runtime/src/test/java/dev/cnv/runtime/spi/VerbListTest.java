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
import org.junit.jupiter.api.Test;

class VerbListTest {

    private static VerbDescriptor verb(int index) {
        return VerbDescriptor.of("many.v" + index, "1.0.0", "app.Many#v" + index)
                .effects(EffectSet.of(Effect.READ_ONLY))
                .schemas(Digest.of("input").hex(), Digest.of("output").hex());
    }

    @Test
    void get_again_makesNothingAnew() {
        AtomicInteger made = new AtomicInteger();
        List<VerbDescriptor> verbs = VerbList.of(3, index -> {
            made.incrementAndGet();
            return verb(index);
        });
        assertEquals(0, made.get());
        assertEquals("many.v2", verbs.get(2).id().path());
        assertSame(verbs.get(2), verbs.get(2));
        assertEquals(1, made.get());
        assertEquals(List.of(verb(0), verb(1), verb(2)), verbs);
        assertEquals(3, made.get());
    }

    @Test
    void get_outsideTheList_isRefused() {
        List<VerbDescriptor> verbs = VerbList.of(1, VerbListTest::verb);
        assertThrows(IndexOutOfBoundsException.class, () -> verbs.get(1));
        assertThrows(IndexOutOfBoundsException.class, () -> verbs.get(-1));
        assertThrows(UnsupportedOperationException.class, () -> verbs.set(0, verb(0)));
    }

    @Test
    void get_byTwoThreadsAtOnce_givesBothTheSame() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        List<VerbDescriptor> verbs = VerbList.of(1, index -> {
            try {
                both.await();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return verb(index);
        });
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Callable<VerbDescriptor> get = () -> verbs.get(0);
            List<Future<VerbDescriptor>> got = threads.invokeAll(List.of(get, get));
            assertSame(got.get(0).get(), got.get(1).get());
        }
    }
}

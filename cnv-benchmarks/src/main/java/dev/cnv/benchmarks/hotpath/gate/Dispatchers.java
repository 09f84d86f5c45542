package dev.cnv.benchmarks.hotpath.gate;

import dev.cnv.hotpath.worker.DispatchRight;
import dev.cnv.hotpath.worker.FrameDispatcher;
import dev.cnv.hotpath.worker.FrameModule;
import java.lang.reflect.Method;

/** Dispatchers without a worker, which a benchmark measures alone; only workers have any, by right. */
final class Dispatchers {

    private Dispatchers() {}

    /** Takes the right to one from the package of workers, by reflection. */
    static FrameDispatcher of(FrameModule module) {
        try {
            Method genuine = Class.forName("dev.cnv.hotpath.worker.WorkerRight")
                    .getDeclaredMethod("genuine", FrameModule.class);
            genuine.setAccessible(true);
            return module.dispatcher((DispatchRight) genuine.invoke(null, module));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("module=" + module, e);
        }
    }
}

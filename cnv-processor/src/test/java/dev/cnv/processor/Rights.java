package dev.cnv.processor;

import dev.cnv.hotpath.worker.DispatchRight;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;

/** What only workers have, for tests of generated code. Reflection reaches it on the class path alone. */
final class Rights {

    private static final String RIGHT = "dev.cnv.hotpath.worker.WorkerRight";

    private Rights() {}

    /** {@return the right that a worker would give} */
    static DispatchRight genuine() throws ReflectiveOperationException {
        Method genuine = Class.forName(RIGHT).getDeclaredMethod("genuine");
        genuine.setAccessible(true);
        return (DispatchRight) genuine.invoke(null);
    }

    /** {@return a right that no worker gave} */
    static DispatchRight forged() throws ReflectiveOperationException {
        Constructor<?> constructor = Class.forName(RIGHT).getDeclaredConstructor(Object.class);
        constructor.setAccessible(true);
        return (DispatchRight) constructor.newInstance(new Object());
    }
}

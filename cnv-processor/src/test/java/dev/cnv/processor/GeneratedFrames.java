package dev.cnv.processor;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * Generated frames, by reflection: the interfaces that they implement are loaded with them. A worker's
 * right too, which reflection reaches on the class path alone.
 */
final class GeneratedFrames {

    private static final String WORKER = "dev.cnv.hotpath.worker.";

    private final ClassLoader loader;
    private final Object module;

    private GeneratedFrames(ClassLoader loader, Object module) {
        this.loader = loader;
        this.module = module;
    }

    static URLClassLoader loader(Path... folders) throws Exception {
        URL[] urls = new URL[folders.length];
        for (int i = 0; i < folders.length; i++) {
            urls[i] = folders[i].toUri().toURL();
        }
        return new URLClassLoader(urls);
    }

    /** The frames of generated verbs over a new handler. */
    static GeneratedFrames of(ClassLoader loader, Object verbs) throws Exception {
        return new GeneratedFrames(loader, verbs.getClass().getMethod("frames").invoke(verbs));
    }

    /** The frames of a class that needs no handler. */
    static GeneratedFrames of(ClassLoader loader, String name) throws Exception {
        return new GeneratedFrames(
                loader, loader.loadClass(name).getConstructor().newInstance());
    }

    /** The golden verbs. */
    static Object verbs(ClassLoader loader) throws Exception {
        return loader.loadClass("frames.DeskVerbs").getConstructor().newInstance();
    }

    /** The use of the golden frames, over a new handler. */
    static LongUnaryOperator use(ClassLoader loader) throws Exception {
        GeneratedFrames frames = of(loader, verbs(loader));
        return (LongUnaryOperator) loader.loadClass("frames.DeskUse")
                .getConstructor(loader.loadClass(WORKER + "FrameDispatcher"))
                .newInstance(frames.dispatcher(frames.genuine()));
    }

    List<?> verbs() throws Exception {
        return (List<?>) module.getClass().getMethod("verbs").invoke(module);
    }

    /** The right that a worker would give. */
    Object genuine() throws Exception {
        Method genuine = loader.loadClass(WORKER + "WorkerRight")
                .getDeclaredMethod("genuine", loader.loadClass(WORKER + "FrameModule"));
        genuine.setAccessible(true);
        return genuine.invoke(null, module);
    }

    /** A right that no worker gave. */
    Object forged() throws Exception {
        Constructor<?> right = loader.loadClass(WORKER + "WorkerRight")
                .getDeclaredConstructor(Object.class, loader.loadClass(WORKER + "FrameModule"));
        right.setAccessible(true);
        return right.newInstance(new Object(), module);
    }

    /** Makes a dispatcher; throws what the module throws, wrapped. */
    Object dispatcher(Object right) throws Exception {
        return module.getClass()
                .getMethod("dispatcher", loader.loadClass(WORKER + "DispatchRight"))
                .invoke(module, right);
    }

    /** The method of a dispatcher with a genuine right. */
    Dispatching dispatching() throws Exception {
        MethodHandle dispatch = MethodHandles.lookup()
                .findVirtual(
                        loader.loadClass(WORKER + "FrameDispatcher"),
                        "dispatch",
                        MethodType.methodType(
                                int.class, MemorySegment.class, long.class, int.class))
                .bindTo(dispatcher(genuine()));
        return (segment, offset, verb) -> (int) dispatch.invoke(segment, offset, verb);
    }

    /** What a dispatcher does. */
    interface Dispatching {
        int dispatch(MemorySegment segment, long offset, int verb) throws Throwable;
    }
}

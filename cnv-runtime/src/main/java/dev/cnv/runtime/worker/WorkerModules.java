package dev.cnv.runtime.worker;

import dev.cnv.runtime.spi.VerbModule;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Supplier;

/** Where a worker has its verbs from. */
final class WorkerModules {

    private WorkerModules() {}

    /** The classes of the modules that {@link ServiceLoader} finds. */
    static Set<String> found() {
        Set<String> names = new HashSet<>();
        ServiceLoader.load(VerbModule.class).stream()
                .forEach(provider -> names.add(provider.type().getName()));
        return names;
    }

    /** What keeps a class from making modules in a worker; empty when nothing does. */
    static List<String> problems(String supplier) {
        try {
            constructor(supplier);
            return List.of();
        } catch (ReflectiveOperationException | LinkageError | IllegalArgumentException e) {
            return List.of("modules=" + supplier
                    + " is no public class with a public constructor without parameters that is a Supplier: "
                    + e);
        }
    }

    /** The modules of a worker. */
    static List<VerbModule> load(Optional<String> supplier) throws ReflectiveOperationException {
        List<VerbModule> modules = new ArrayList<>();
        if (supplier.isEmpty()) {
            ServiceLoader.load(VerbModule.class).forEach(modules::add);
        } else if (constructor(supplier.get()).newInstance() instanceof Supplier<?> made
                && made.get() instanceof List<?> list) {
            list.forEach(each -> modules.add((VerbModule) each));
        }
        return modules;
    }

    private static Constructor<?> constructor(String supplier) throws ReflectiveOperationException {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        Class<?> type = Class.forName(supplier, false, loader);
        if (!Modifier.isPublic(type.getModifiers()) || !Supplier.class.isAssignableFrom(type)) {
            throw new IllegalArgumentException(
                    "class=" + supplier + " is not public or no Supplier");
        }
        return type.getConstructor();
    }
}

package dev.cnv.processor.javac;

import com.sun.source.util.JavacTask;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.util.Optional;
import javax.annotation.processing.ProcessingEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * Finds javac behind the environments that build tools wrap it in. Gradle's has a private field
 * {@code delegate}; IntelliJ's is a proxy whose handler holds the original. Both were read about, and
 * are imitated in a test.
 */
final class Unwrap {

    private static final int MAX_WRAPPERS = 8;

    private Unwrap() {}

    static Optional<JavacTask> task(ProcessingEnvironment environment) {
        ProcessingEnvironment at = environment;
        for (int i = 0; i < MAX_WRAPPERS; i++) {
            try {
                return Optional.of(JavacTask.instance(at));
            } catch (IllegalArgumentException | LinkageError e) {
                ProcessingEnvironment inside = inside(at);
                if (inside == null) {
                    return Optional.empty();
                }
                at = inside;
            }
        }
        return Optional.empty();
    }

    /** What a wrapper holds. Identity: a proxy's own equals would run foreign code. */
    @SuppressWarnings("ReferenceEquality")
    private static @Nullable ProcessingEnvironment inside(ProcessingEnvironment wrapper) {
        Object holder = wrapper;
        if (Proxy.isProxyClass(wrapper.getClass())) {
            holder = Proxy.getInvocationHandler(wrapper);
        }
        for (Class<?> type = holder.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                Object value = read(field, holder);
                if (value instanceof ProcessingEnvironment inside && inside != wrapper) {
                    return inside;
                }
            }
        }
        return null;
    }

    private static @Nullable Object read(Field field, Object holder) {
        try {
            boolean may = !field.getType().isPrimitive()
                    && !java.lang.reflect.Modifier.isStatic(field.getModifiers())
                    && field.trySetAccessible();
            return may ? field.get(holder) : null;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }
}

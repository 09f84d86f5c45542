package dev.cnv.hotpath.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The JVM puts a field that is smaller than a long into a gap that a superclass leaves: into a line that
 * another thread reads.
 */
class RingFieldsTest {

    static Stream<Class<?>> writtenWhileInUse() {
        return Stream.of(
                RingFields.Consumer.class,
                RingFields.Published.class,
                RingFields.Sweep.class,
                ProducerFields.Single.class,
                ProducerFields.Shared.class,
                ProducerFields.Ticketed.class);
    }

    @ParameterizedTest
    @MethodSource("writtenWhileInUse")
    void fields_writtenWhileARingIsUsed_fitNoGap(Class<?> fields) {
        List<Field> smaller = Arrays.stream(fields.getDeclaredFields())
                .filter(field -> !Modifier.isStatic(field.getModifiers()))
                .filter(field -> field.getType() != long.class)
                .toList();
        assertEquals(List.of(), smaller);
    }
}

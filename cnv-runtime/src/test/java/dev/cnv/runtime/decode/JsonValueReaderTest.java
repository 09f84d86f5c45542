package dev.cnv.runtime.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.StrictJson;
import dev.cnv.runtime.capability.ParameterDescriptor;
import dev.cnv.runtime.capability.ValueType;
import dev.cnv.runtime.capability.VerbDescriptor;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.spi.ValueReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JsonValueReaderTest {

    private record Even(int number) {
        Even {
            if (number % 2 != 0) {
                throw new IllegalArgumentException("number=" + number + " is odd");
            }
        }

        static Even read(ValueReader in) {
            return new Even(in.at("number").int32());
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Even;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    @Test
    void structure_constructorThrows_isRefusedWithThePathAndTheExceptionsClass() {
        ValueReader in = reader("{\"pairs\":[{\"number\":2},{\"number\":3}]}");
        ValueRefusedException refusal = assertThrows(
                ValueRefusedException.class,
                () -> in.at("pairs").list(element -> element.structure(Even::read)));
        assertEquals("pairs[1]", refusal.path());
        assertEquals(IllegalArgumentException.class, refusal.getCause().getClass());
        assertFalse(
                refusal.getMessage().contains("odd"), "the record's message may hold the value");
    }

    @Test
    void denial_ofAnOpenParameter_showsTheRecordsMessage() {
        Denial denial = evenRefusal()
                .denial(verb(ParameterDescriptor.required("pair", ValueType.TEXT, "")));
        assertEquals(Reason.PARAMETER_RULE_BROKEN, denial.reason());
        assertEquals(
                "parameter=pair.inner is refused by java.lang.IllegalArgumentException: number=3 is odd",
                denial.message());
        assertEquals("pair.inner", denial.details().get(Denial.PARAMETER));
        assertEquals("java.lang.IllegalArgumentException", denial.details().get("exception"));
    }

    @Test
    void denial_ofASensitiveOrUnknownParameter_hidesTheRecordsMessage() {
        for (VerbDescriptor verb : List.of(
                verb(ParameterDescriptor.required("pair", ValueType.TEXT, "").secret()), verb())) {
            Denial denial = evenRefusal().denial(verb);
            assertEquals(
                    "parameter=pair is refused by java.lang.IllegalArgumentException",
                    denial.message());
            assertEquals("pair", denial.details().get(Denial.PARAMETER));
        }
    }

    @Test
    void set_elementsThatAreEqualAsJavaValues_areRefused() {
        ValueReader in = reader("[{\"number\":2},{\"number\":4}]");
        ValueRefusedException refusal = assertThrows(
                ValueRefusedException.class, () -> in.set(e -> e.structure(Even::read)));
        assertEquals("[1]", refusal.path());
    }

    @Test
    void scalar_ofAnotherType_isRefusedAndNotGuessed() {
        assertThrows(ValueRefusedException.class, () -> reader("\"1\"").int32());
        assertThrows(ValueRefusedException.class, () -> reader("2147483648").int32());
        assertThrows(ValueRefusedException.class, () -> reader("1").text());
        assertThrows(ValueRefusedException.class, () -> reader("1").at("x"));
        assertThrows(ValueRefusedException.class, () -> reader("{}").at("x").bool());
        assertThrows(ValueRefusedException.class, () -> reader("{}").list(ValueReader::text));
        assertThrows(ValueRefusedException.class, () -> reader("[]").map(ValueReader::text));
        assertThrows(ValueRefusedException.class, () -> reader("[]").structure(in -> 1));
        assertThrows(
                ValueRefusedException.class,
                () -> reader("\"PURPLE\"").choice(Samples.Light.class));
        assertThrows(ValueRefusedException.class, () -> reader("\"localhost\"").inetAddress());
    }

    @Test
    void collections_missing_areEmpty() {
        ValueReader missing = reader("{}").at("x");
        assertTrue(missing.optional(ValueReader::text).isEmpty());
        assertEquals(List.of(), missing.list(ValueReader::text));
        assertEquals(Set.of(), missing.set(ValueReader::text));
        assertEquals(Map.of(), missing.map(ValueReader::text));
    }

    @Test
    void collections_areInTheOrderGivenAndImmutable() {
        Set<String> set = reader("[\"b\",\"a\"]").set(ValueReader::text);
        Map<String, Integer> map = reader("{\"z\":1,\"a\":2}").map(ValueReader::int32);
        List<String> list = reader("[\"x\"]").list(ValueReader::text);
        assertEquals(List.of("b", "a"), new ArrayList<>(set));
        assertEquals(List.of("z", "a"), new ArrayList<>(map.keySet()));
        assertThrows(UnsupportedOperationException.class, set::clear);
        assertThrows(UnsupportedOperationException.class, map::clear);
        assertThrows(UnsupportedOperationException.class, list::clear);
    }

    @Test
    void structure_nestedRefusal_keepsTheInnermostPath() {
        ValueRefusedException inner = evenRefusal();
        assertSame(
                inner,
                assertThrows(
                        ValueRefusedException.class,
                        () -> reader("{}").structure(_ -> {
                            throw inner;
                        })));
    }

    private static ValueRefusedException evenRefusal() {
        ValueReader in = reader("{\"pair\":{\"inner\":{\"number\":3}}}");
        return assertThrows(
                ValueRefusedException.class,
                () -> in.at("pair").structure(pair -> pair.at("inner").structure(Even::read)));
    }

    private static VerbDescriptor verb(ParameterDescriptor... parameters) {
        return Samples.verb(parameters);
    }

    private static ValueReader reader(String json) {
        return new JsonValueReader(StrictJson.parse(json));
    }
}

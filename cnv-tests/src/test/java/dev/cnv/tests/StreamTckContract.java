package dev.cnv.tests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.stream.StreamEvent;
import dev.cnv.runtime.stream.StreamHandle;
import dev.cnv.runtime.stream.StreamOptions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.SkipException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The rules of Reactive Streams over real calls, by its TCK. The TCK is written for TestNG; its tests are
 * methods without arguments, which are run here one by one.
 */
abstract class StreamTckContract {

    /** Where streams of a verification are opened. */
    interface Opened extends AutoCloseable {

        StreamHandle open(CapabilityId verb, JsonNode arguments, StreamOptions how)
                throws Exception;

        @Override
        void close();
    }

    /** A new place to open one stream. */
    abstract Opened place() throws Exception;

    /** A stream of n events: STARTED, what the verb says, COMPLETED; of one event when it is denied. */
    private final class Verification extends FlowPublisherVerification<StreamEvent> {

        private final List<Opened> places = new ArrayList<>();

        Verification() {
            super(new TestEnvironment(500, 50));
        }

        private StreamHandle open(String verb, long below) {
            try {
                Opened place = place();
                places.add(place);
                return place.open(
                        new CapabilityId(verb),
                        JsonNodeFactory.instance.objectNode().put("below", below),
                        new StreamOptions(4));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public Flow.Publisher<StreamEvent> createFlowPublisher(long elements) {
            return elements < 2
                    ? open("feed.unknown", 0)
                    : open(elements % 2 == 0 ? "feed.count" : "feed.numbers", elements - 2);
        }

        /** A stream that has its subscriber. */
        @Override
        public Flow.Publisher<StreamEvent> createFailedFlowPublisher() {
            StreamHandle taken = open("feed.count", 1);
            Hearing.all(taken);
            return taken;
        }

        void close() {
            places.forEach(Opened::close);
        }
    }

    private static Stream<Method> rules() {
        return Arrays.stream(FlowPublisherVerification.class.getMethods())
                .filter(method -> method.isAnnotationPresent(org.testng.annotations.Test.class))
                .sorted(Comparator.comparing(Method::getName));
    }

    @TestFactory
    Stream<DynamicTest> rule_ofReactiveStreams_holds() {
        return rules().map(rule -> DynamicTest.dynamicTest(rule.getName(), () -> check(rule)));
    }

    private void check(Method rule) throws Throwable {
        Verification verification = new Verification();
        try {
            verification.setUp();
            rule.invoke(verification);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SkipException skipped) {
                Assumptions.abort(skipped.getMessage());
            }
            throw e.getCause();
        } finally {
            verification.close();
        }
    }

    @Test
    void rules_areAllThatTheTckHas() {
        assertTrue(
                rules().filter(rule -> rule.getName().startsWith("required_")).count() >= 20);
    }
}

package dev.cnv.tests;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.stream.StreamHandle;
import dev.cnv.runtime.stream.StreamOptions;
import tools.jackson.databind.JsonNode;

/** Streams of the same process. */
class StreamTckTest extends StreamTckContract {

    @Override
    Opened place() {
        Fixture fixture = new Fixture(builder -> builder.verbs(new FeedVerbs(new Feed())));
        return new Opened() {
            @Override
            public StreamHandle open(CapabilityId verb, JsonNode arguments, StreamOptions how) {
                return fixture.alice().open(verb, arguments, how);
            }

            @Override
            public void close() {
                Waiting.close(fixture);
            }
        };
    }
}

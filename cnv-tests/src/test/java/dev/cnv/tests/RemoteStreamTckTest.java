package dev.cnv.tests;

import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.EffectLevel;
import dev.cnv.runtime.endpoint.Client;
import dev.cnv.runtime.endpoint.EndpointAddress;
import dev.cnv.runtime.endpoint.EndpointSettings;
import dev.cnv.runtime.endpoint.Server;
import dev.cnv.runtime.stream.StreamHandle;
import dev.cnv.runtime.stream.StreamOptions;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** Streams over a socket. */
class RemoteStreamTckTest extends StreamTckContract {

    @Override
    Opened place() throws Exception {
        Fixture fixture = new Fixture(builder -> builder.verbs(new FeedVerbs(new Feed())));
        // Some rules leave a stream that nobody hears, for which a side waits when it shuts down.
        EndpointSettings brief = EndpointSettings.DEFAULT.withDrain(Duration.ofMillis(50));
        Server server = Server.of(fixture.cnv)
                .settings(brief)
                .start(EndpointAddress.unencryptedOnLoopback("127.0.0.1", 0));
        Client client = Client.to(server.address()).settings(brief).connect();
        return new Opened() {
            @Override
            public StreamHandle open(CapabilityId verb, JsonNode arguments, StreamOptions how)
                    throws Exception {
                return client.open(fixture.credential(
                                draft -> draft.grant("**", EffectLevel.PRIVILEGED)))
                        .open(verb, arguments, how);
            }

            @Override
            public void close() {
                client.close();
                server.close();
                Waiting.close(fixture);
            }
        };
    }
}

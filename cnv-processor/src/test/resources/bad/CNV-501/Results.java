package bad;

import dev.cnv.annotations.*;
import java.util.Date;
import java.util.concurrent.*;
import java.util.stream.Stream;

class Results {
    @Capability(id = "results.one")
    @Effects(Effect.READ_ONLY)
    Date one() { // expect CNV-501
        return new Date();
    }

    @Capability(id = "results.two")
    @Effects(Effect.READ_ONLY)
    Future<String> two() { // expect CNV-501
        return null;
    }

    @Capability(id = "results.three")
    @Effects(Effect.READ_ONLY)
    CompletionStage<Object> three() { // expect CNV-501
        return null;
    }

    @Capability(id = "results.four")
    @Effects(Effect.READ_ONLY)
    Flow.Publisher<Void> four() { // expect CNV-501
        return null;
    }

    @Capability(id = "results.five")
    @Effects(Effect.READ_ONLY)
    @SuppressWarnings("rawtypes")
    CompletionStage five() { // expect CNV-501
        return null;
    }

    @Capability(id = "results.six")
    @Effects(Effect.READ_ONLY)
    Stream<String> six() { // expect CNV-501
        return null;
    }
}

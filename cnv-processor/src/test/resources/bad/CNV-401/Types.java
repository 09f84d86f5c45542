package bad;

import dev.cnv.annotations.*;
import java.util.*;

class Types {
    record Pair<T>(T first) {}

    record Carrier(String name, Date date) {}

    enum Nothing {}

    @Capability(id = "types.one")
    @Effects(Effect.READ_ONLY)
    void one(
            Date date, // expect CNV-401
            Object anything, // expect CNV-401
            List<Date> dates, // expect CNV-401
            int[] numbers, // expect CNV-401
            Map<Integer, String> byNumber, // expect CNV-401
            Optional<Optional<String>> twice, // expect CNV-401
            List<Optional<String>> gaps, // expect CNV-401
            Pair<String> pair, // expect CNV-401
            Carrier carrier, // expect CNV-401
            Nothing nothing, // expect CNV-401
            @SuppressWarnings("rawtypes") List raw, // expect CNV-401
            List<? extends String> some, // expect CNV-401
            Collection<String> collection, // expect CNV-401
            OptionalInt maybe, // expect CNV-401
            Runnable code) {} // expect CNV-401
}

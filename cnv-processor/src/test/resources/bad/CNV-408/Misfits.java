package bad;

import dev.cnv.annotations.*;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

class Misfits {
    enum Color { RED }

    @Capability(id = "misfits.one")
    @Effects(Effect.READ_ONLY)
    void one(
            @Param(pattern = "[0-9]+") int digits, // expect CNV-408
            @Param(min = "a") String text, // expect CNV-408
            @Param(maxLength = 3) long number, // expect CNV-408
            @Param(oneOf = "RED") Color color, // expect CNV-408
            @Param(oneOf = "true") boolean flag, // expect CNV-408
            @Param(minLength = 1) boolean on, // expect CNV-408
            @Param(max = "1") Optional<UUID> id, // expect CNV-408
            @Param(pattern = "x") List<Integer> numbers) {} // expect CNV-408
}

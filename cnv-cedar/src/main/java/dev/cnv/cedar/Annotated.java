package dev.cnv.cedar;

import java.util.Optional;

/**
 * What a policy's annotations say to people.
 *
 * @param reason one sentence, of {@code @reason}
 * @param suggestion a remedy, of {@code @suggestion}
 */
record Annotated(Optional<String> reason, Optional<String> suggestion) {

    static final Annotated NOTHING = new Annotated(Optional.empty(), Optional.empty());
}

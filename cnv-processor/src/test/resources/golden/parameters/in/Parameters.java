package parameters;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import dev.cnv.annotations.Param;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Everything that can be said about a parameter. */
public final class Parameters {

    public enum Mode {
        FAST,
        SAFE
    }

    @Capability(id = "parameter.names")
    @Effects(Effect.READ_ONLY)
    public void names(
            String fromAccount,
            String toURLPath,
            String snake_case,
            @Param(name = "other-name", description = "said here") String x1) {}

    @Capability(id = "parameter.defaults")
    @Effects(Effect.READ_ONLY)
    public void defaults(
            @Param(defaultValue = "7", min = "1", max = "1e1") int count,
            @Param(defaultValue = "-0.50") BigDecimal amount,
            @Param(defaultValue = "a \"quoted\"\\ $text") String text,
            @Param(emptyDefault = true) String empty,
            @Param(defaultValue = "true") boolean on,
            @Param(defaultValue = "90s", min = "1s", max = "PT5M") Duration wait,
            @Param(defaultValue = "2026-01-31T12:00:00Z") Instant at,
            @Param(defaultValue = "6BA7B810-9DAD-11D1-80B4-00C04FD430C8") UUID id,
            @Param(defaultValue = "SAFE") Mode mode,
            @Param(defaultValue = "'") char letter,
            @Param(defaultValue = "AAECAw==", minLength = 1, maxLength = 4) byte[] bytes) {}

    @Capability(id = "parameter.rules")
    @Effects(Effect.READ_ONLY)
    public void rules(
            @Param(minLength = 1, maxLength = 8, pattern = "[a-z]+|\\d{2}") String text,
            @Param(oneOf = {"red", "green"}) Optional<String> color,
            @Param(oneOf = {"80", "443"}) int port,
            @Param(minLength = 1, maxLength = 3, pattern = "[^/]+") List<String> names,
            @Param(minLength = 2, min = "0") Set<Double> ratios,
            @Param(maxLength = 9) Map<String, Integer> counts) {}

    @Capability(id = "parameter.relations")
    @Effects(Effect.READ_ONLY)
    public void relations(
            @Param(flag = 'v', env = "APP_VERBOSE", group = "Output", requires = "target") boolean verbose,
            @Param(flag = 'q', group = "Output", conflicts = {"verbose", "target"}) boolean quiet,
            Optional<String> target,
            @Param(defaultValue = "5", requires = {"must", "target"}) int level,
            @Param(conflicts = "level") List<String> must,
            @Param(sensitive = true, env = "APP_TOKEN", requires = "level") String token) {}
}

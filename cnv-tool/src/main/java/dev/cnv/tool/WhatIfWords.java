package dev.cnv.tool;

import dev.cnv.audit.query.TimeWords;
import dev.cnv.audit.replay.Alteration;
import dev.cnv.audit.replay.WhatIf;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.capability.CapabilityId;
import dev.cnv.runtime.capability.CapabilityPattern;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.VerbRefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Reads what could have been otherwise, as a person types it. */
final class WhatIfWords {

    private WhatIfWords() {}

    /**
     * Reads alterations.
     *
     * @throws VerbRefusedException when one is malformed
     * @throws IOException when the policy's file cannot be read
     */
    static WhatIf of(
            Optional<Path> policy,
            List<String> revoked,
            List<String> removed,
            List<String> rates,
            List<String> concurrencies,
            TimeWords times)
            throws IOException {
        List<Alteration> alterations = new ArrayList<>();
        if (policy.isPresent()) {
            alterations.add(new Alteration.OtherPolicy(PolicyFiles.read(policy.get())));
        }
        try {
            revoked.forEach(text -> alterations.add(revoked(text, times)));
            removed.forEach(text ->
                    alterations.add(new Alteration.CapabilityRemoved(new CapabilityPattern(text))));
            rates.forEach(text -> alterations.add(limit("rate", text, Alteration.LowerRate::new)));
            concurrencies.forEach(text ->
                    alterations.add(limit("concurrency", text, Alteration.LowerConcurrency::new)));
            return new WhatIf(alterations);
        } catch (IllegalArgumentException e) {
            throw new VerbRefusedException(
                    Denial.of(Reason.PARAMETER_MALFORMED, String.valueOf(e.getMessage())));
        }
    }

    private static Alteration revoked(String text, TimeWords times) {
        int at = text.indexOf('@');
        Digest token = new Digest(at < 0 ? text : text.substring(0, at));
        Instant since = at < 0 ? Instant.EPOCH : times.begin(text.substring(at + 1));
        return new Alteration.TokenRevoked(token, since);
    }

    private static Alteration limit(
            String name, String text, BiFunction<CapabilityId, Integer, Alteration> make) {
        int equals = text.indexOf('=');
        if (equals < 0 || !text.substring(equals + 1).matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException(name + "=" + text + " is not VERB=NUMBER");
        }
        return make.apply(
                new CapabilityId(text.substring(0, equals)),
                Integer.valueOf(text.substring(equals + 1)));
    }
}

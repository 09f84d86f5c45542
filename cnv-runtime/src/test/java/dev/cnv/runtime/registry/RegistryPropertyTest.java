package dev.cnv.runtime.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.delegation.Revocations;
import dev.cnv.runtime.delegation.UseCounter.Allowance;
import dev.cnv.runtime.governance.Spending;
import dev.cnv.testing.Draws;
import dev.cnv.testing.Property;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The stores against the simplest models that could be right: maps that nothing is ever cleaned from. */
class RegistryPropertyTest {

    /** Some operations, drawn while they run. */
    private record Script(List<long[]> steps) {
        static Script draw(Draws draws) {
            return new Script(draws.list(
                    40, d -> new long[] {d.upTo(9), d.upTo(7), d.upTo(3), d.upTo(3), d.upTo(40)}));
        }
    }

    @Test
    void uses_anyOrderOfReserveReleaseAndRestart_areThoseOfTheModel() {
        AtomicLong refusals = new AtomicLong();
        Property.named("uses_model").check(Script::draw, script -> {
            HandTime time = new HandTime(Family.NOON);
            LedgerUseCounter counter = new LedgerUseCounter(time, 100);
            Map<Digest, Long> model = new HashMap<>();
            List<Spending.Use> durable = new ArrayList<>();
            for (long[] step : script.steps()) {
                List<Allowance> chain = chain(step);
                switch ((int) step[0]) {
                    case 0 -> time.set(time.now().plusSeconds(step[4]));
                    case 1 -> {
                        counter = new LedgerUseCounter(time, 100);
                        durable.forEach(counter::replay);
                    }
                    case 2 -> time.set(time.now().minusSeconds(step[4] / 4));
                    default -> {
                        Optional<Digest> expected = firstWithoutUse(chain, model, time.now());
                        Optional<Digest> found = counter.reserve(chain);
                        // After the clock went back the counter refuses what it forgot; never more.
                        assertTrue(expected.isEmpty() || found.isPresent(), () -> chain + "");
                        if (found.isPresent()) {
                            refusals.incrementAndGet();
                        } else if (step[0] == 3) {
                            counter.release(chain);
                        } else {
                            for (Allowance allowance : chain) {
                                model.merge(allowance.token(), 1L, Long::sum);
                                durable.add(
                                        new Spending.Use(allowance.token(), allowance.expires()));
                            }
                        }
                    }
                }
            }
            for (Map.Entry<Digest, Long> entry : model.entrySet()) {
                long used = counter.usedCount(entry.getKey());
                assertTrue(used == 0 || used == entry.getValue(), entry.getKey() + " " + used);
            }
        });
        assertTrue(refusals.get() > 100, "refusals=" + refusals);
    }

    /** One to three of eight tokens, each with its own fixed number of uses and end. */
    private static List<Allowance> chain(long[] step) {
        List<Allowance> chain = new ArrayList<>();
        for (int i = 0; i <= step[2] % 3; i++) {
            long number = (step[1] + i * (1 + step[3])) % 8;
            Digest token = Digest.of("t" + number);
            if (chain.stream().noneMatch(allowance -> allowance.token().equals(token))) {
                chain.add(new Allowance(
                        token, 1 + number % 4, Family.NOON.plusSeconds(20 + 30 * number)));
            }
        }
        return chain;
    }

    private static Optional<Digest> firstWithoutUse(
            List<Allowance> chain, Map<Digest, Long> model, Instant now) {
        return chain.stream()
                .filter(allowance -> !now.isBefore(allowance.expires())
                        || model.getOrDefault(allowance.token(), 0L) >= allowance.maximumUseCount())
                .map(Allowance::token)
                .findFirst();
    }

    @Test
    void nonces_anyOrderOfProofsAndRestarts_areFirstOnce() {
        AtomicLong refusals = new AtomicLong();
        Property.named("nonces_model").check(Script::draw, script -> {
            HandTime time = new HandTime(Family.NOON);
            LedgerReplayGuard guard = new LedgerReplayGuard(time, 6);
            Set<Digest> model = new HashSet<>();
            List<Spending.Nonce> durable = new ArrayList<>();
            for (long[] step : script.steps()) {
                switch ((int) step[0]) {
                    case 0 -> time.set(time.now().plusSeconds(step[4]));
                    case 1 -> {
                        guard = new LedgerReplayGuard(time, 6);
                        durable.forEach(guard::replay);
                    }
                    case 2 -> time.set(time.now().minusSeconds(step[4] / 4));
                    default -> {
                        // The proof's own time decides how long it is good, whoever shows it again.
                        Instant until = Family.NOON.plusSeconds(30 + 15 * step[1]);
                        Digest key = Digest.of("n" + step[1] + step[2]);
                        if (guard.first(key, until)) {
                            assertTrue(model.add(key), () -> key + " was the first twice");
                            durable.add(new Spending.Nonce(key, until));
                        } else {
                            refusals.incrementAndGet();
                        }
                    }
                }
            }
        });
        assertTrue(refusals.get() > 100, "refusals=" + refusals);
    }

    @Test
    void revocations_anyOrder_areThoseOfTheModel() {
        AtomicLong found = new AtomicLong();
        Property.named("revocations_model").check(Script::draw, script -> {
            RevocationIndex index = new RevocationIndex();
            // Whether a token was revoked by an issuer; issuer 9 is the operator.
            Set<String> model = new HashSet<>();
            long epoch = 0;
            for (long[] step : script.steps()) {
                if (step[0] < 5) {
                    boolean operator = step[3] == 3;
                    index.add(
                            operator ? Optional.empty() : Optional.of(Digest.of("k" + step[3])),
                            List.of(Digest.of("t" + step[1])));
                    model.add("t" + step[1] + (operator ? "k9" : "k" + step[3]));
                    epoch++;
                } else {
                    List<Revocations.Link> chain = new ArrayList<>();
                    Optional<Digest> expected = Optional.empty();
                    for (int i = 0; i <= step[2]; i++) {
                        String token = "t" + (step[1] + i) % 8;
                        chain.add(new Revocations.Link(
                                Digest.of(token), Digest.of("k" + (step[3] + i) % 4)));
                        for (int above = 0; above <= i && expected.isEmpty(); above++) {
                            if (model.contains(token + "k9")
                                    || model.contains(token + "k" + (step[3] + above) % 4)) {
                                expected = Optional.of(Digest.of(token));
                            }
                        }
                    }
                    assertEquals(expected, index.revoked(chain));
                    found.addAndGet(expected.isPresent() ? 1 : 0);
                }
                assertEquals(epoch, index.epoch());
            }
        });
        assertTrue(found.get() > 100, "found=" + found);
    }
}

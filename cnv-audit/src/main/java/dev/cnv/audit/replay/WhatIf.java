package dev.cnv.audit.replay;

import dev.cnv.audit.replay.Alteration.CapabilityRemoved;
import dev.cnv.audit.replay.Alteration.LowerConcurrency;
import dev.cnv.audit.replay.Alteration.LowerRate;
import dev.cnv.audit.replay.Alteration.OtherPolicy;
import dev.cnv.audit.replay.Alteration.TokenRevoked;
import dev.cnv.runtime.policy.PolicySet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What could have been otherwise, all of it at once.
 *
 * @param alterations what; none to replay what was
 */
public record WhatIf(List<Alteration> alterations) {

    /** Nothing: each decision is compared with its record. */
    public static final WhatIf NOTHING = new WhatIf(List.of());

    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException when there are two policies, or two rates or two numbers of permits
     *     for one verb
     */
    public WhatIf {
        alterations = List.copyOf(alterations);
        Set<List<Object>> seen = new HashSet<>();
        for (Alteration alteration : alterations) {
            List<Object> what = switch (alteration) {
                case OtherPolicy _ -> List.of("policy");
                case LowerRate rate -> List.of("rate", rate.verb());
                case LowerConcurrency concurrency -> List.of("concurrency", concurrency.verb());
                case TokenRevoked _, CapabilityRemoved _ -> List.of(alteration);
            };
            if (!seen.add(what)) {
                throw new IllegalArgumentException("alterations have " + what + " twice");
            }
        }
    }

    /**
     * Only another policy.
     *
     * @param rules its rules
     * @return what could have been
     */
    public static WhatIf policy(PolicySet rules) {
        return new WhatIf(List.of(new OtherPolicy(rules)));
    }

    /** {@return whether nothing is altered} */
    public boolean isNothing() {
        return alterations.isEmpty();
    }

    /** {@return the other policy} */
    public Optional<PolicySet> policy() {
        return of(OtherPolicy.class).map(OtherPolicy::rules).findFirst();
    }

    <A extends Alteration> Stream<A> of(Class<A> type) {
        return alterations.stream().filter(type::isInstance).map(type::cast);
    }
}

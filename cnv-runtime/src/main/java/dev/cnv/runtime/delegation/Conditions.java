package dev.cnv.runtime.delegation;

import dev.cnv.runtime.canonical.Digest;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * What else must hold for a token to be used.
 *
 * @param maximumUseCount how often the token and all that were handed on from it may be used together,
 *     at least 1; empty when that is not limited
 * @param audience the names of the runtimes that it is for, each of 1 to 128 visible ASCII characters,
 *     sorted; empty when it is for all
 * @param approvals the approvals that each call needs, all of them
 * @param policyFloor the hashes of policies that a runtime must enforce, all of them, sorted
 */
public record Conditions(
        OptionalLong maximumUseCount,
        Set<String> audience,
        List<RequiredApprovals> approvals,
        Set<Digest> policyFloor) {

    /** Nothing else. */
    public static final Conditions NONE =
            new Conditions(OptionalLong.empty(), Set.of(), List.of(), Set.of());

    /** The largest number of audiences, demands for approvals, and policies. */
    public static final int MAX_COUNT = 64;

    /** The longest name of an audience, in characters. */
    static final int MAX_NAME_LENGTH = 128;

    /**
     * Copies and checks the parts.
     *
     * @throws IllegalArgumentException when a count is not positive, there are too many of a kind, or a
     *     name is malformed
     */
    public Conditions {
        audience = Collections.unmodifiableSet(new TreeSet<>(audience));
        approvals = List.copyOf(approvals);
        policyFloor = Collections.unmodifiableSet(new TreeSet<>(policyFloor));
        if (maximumUseCount.isPresent() && maximumUseCount.getAsLong() < 1) {
            throw new IllegalArgumentException(
                    "maximumUseCount=" + maximumUseCount.getAsLong() + " is not positive");
        }
        requireCount("audienceCount", audience.size());
        requireCount("approvalsCount", approvals.size());
        requireCount("policyFloorCount", policyFloor.size());
        audience.forEach(Conditions::requireAudience);
    }

    /**
     * Checks the name of a runtime.
     *
     * @throws IllegalArgumentException when it is malformed
     */
    static void requireAudience(String name) {
        if (name.isEmpty()
                || name.length() > MAX_NAME_LENGTH
                || !name.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("audience=" + name + " is not 1 to "
                    + MAX_NAME_LENGTH + " visible ASCII characters");
        }
    }

    private static void requireCount(String what, int count) {
        if (count > MAX_COUNT) {
            throw new IllegalArgumentException(what + "=" + count + " is more than " + MAX_COUNT);
        }
    }

    /** {@return the conditions in words; empty when there are none} */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        maximumUseCount.ifPresent(
                count -> text.append("; at most ").append(count).append(" uses"));
        if (!audience.isEmpty()) {
            text.append("; for ").append(String.join(", ", audience));
        }
        approvals.forEach(demand -> text.append("; approved by ").append(demand));
        policyFloor.forEach(floor -> text.append("; under policy=").append(floor.shortHex()));
        return text.toString();
    }
}

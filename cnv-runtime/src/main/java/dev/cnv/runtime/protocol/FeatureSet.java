package dev.cnv.runtime.protocol;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * A set of features. Bits that no feature has, as a later peer may send, are cut at once, so that they
 * cannot become part of an agreement.
 *
 * @param bits one bit for each feature
 */
public record FeatureSet(long bits) {

    /** No feature. */
    public static final FeatureSet NONE = new FeatureSet(0);

    /** Every feature that is known here. */
    public static final FeatureSet ALL = new FeatureSet(-1);

    /** Cuts unknown bits. */
    public FeatureSet {
        bits &= known();
    }

    /**
     * A set of certain features.
     *
     * @param features the features
     * @return the set
     */
    public static FeatureSet of(Feature... features) {
        return new FeatureSet(
                Arrays.stream(features).mapToLong(Feature::mask).reduce(0, (a, b) -> a | b));
    }

    /**
     * Whether a feature is in the set.
     *
     * @param feature the feature
     * @return true when it is
     */
    public boolean has(Feature feature) {
        return (bits & feature.mask()) != 0;
    }

    /**
     * What is in both sets.
     *
     * @param other the other set
     * @return the common features
     */
    public FeatureSet intersect(FeatureSet other) {
        return new FeatureSet(bits & other.bits);
    }

    /**
     * What a version has of this set.
     *
     * @param version the version
     * @return the features whose first version is not above it
     */
    public FeatureSet upTo(ProtocolVersion version) {
        long kept = bits;
        for (Feature feature : Feature.values()) {
            if (!version.isAtLeast(feature.since())) {
                kept &= ~feature.mask();
            }
        }
        return new FeatureSet(kept);
    }

    /** {@return the features, by their bits} */
    public Set<Feature> features() {
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        for (Feature feature : Feature.values()) {
            if (has(feature)) {
                features.add(feature);
            }
        }
        return Collections.unmodifiableSet(features);
    }

    @Override
    public String toString() {
        return features().toString();
    }

    private static long known() {
        return (1L << Feature.values().length) - 1;
    }
}

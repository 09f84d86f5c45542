package dev.cnv.cedar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cnv.testing.Property;
import org.junit.jupiter.api.Test;

class CedarPoliciesPropertyTest {

    @Test
    void read_ofWrite_isTheSamePolicy() {
        Property.named("cedar-round-trip").oneIn(5).check(SharedSubset::policy, policy -> {
            String text = CedarPolicies.write(policy, Bank.VERBS);
            assertEquals(policy, CedarPolicies.read(text));
            assertEquals(policy.hash(), CedarPolicies.read(text).hash());
        });
    }

    @Test
    void write_ofRead_isTheSameText() {
        Property.named("cedar-text-stable").oneIn(5).check(SharedSubset::policy, policy -> {
            String text = CedarPolicies.write(policy, Bank.VERBS);
            assertEquals(text, CedarPolicies.write(CedarPolicies.read(text), Bank.VERBS));
        });
    }
}

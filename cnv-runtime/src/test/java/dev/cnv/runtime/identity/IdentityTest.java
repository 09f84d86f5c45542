package dev.cnv.runtime.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "alice", "alice/reader", "9", "a.b_c:d@e/f-g", "SPIFFE:x"})
    void names_wellFormed_areKept(String name) {
        assertEquals(name, new AgentId(name).toString());
        assertEquals(name, new TenantId(name).value());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "/alice", "-a", "alice\n", "a b", "\u00e4", "a\u0000", "a*", "a\\b", "a,b"
            })
    void names_malformed_areRefusedWithTheirValue(String name) {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new AgentId(name))
                .getMessage()
                .startsWith("agent=" + name));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new TenantId(name))
                .getMessage()
                .startsWith("tenant=" + name));
    }

    @Test
    void names_longestAndOneMore_acceptedAndRefused() {
        assertEquals(128, new AgentId("a".repeat(128)).value().length());
        assertThrows(IllegalArgumentException.class, () -> new AgentId("a".repeat(129)));
    }

    @Test
    void metadata_changedByCaller_isNotTheAgents() {
        Map<String, String> given = new HashMap<>(Map.of("z", "1", "a", "2"));
        Agent agent = new Agent(new AgentId("a"), "llm", "1", given);
        given.put("b", "3");
        assertEquals(List.of("a", "z"), List.copyOf(agent.metadata().keySet()));
        assertThrows(UnsupportedOperationException.class, () -> agent.metadata().put("x", "y"));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 101})
    void qualityOfService_importanceOutOfRange_isRefused(int importance) {
        assertThrows(
                IllegalArgumentException.class,
                () -> new QualityOfService(QualityOfService.Priority.NORMAL, importance, false));
    }

    @Test
    void anonymous_principal_hasNobodysAuthority() {
        assertEquals(PrincipalKind.ANONYMOUS, Principal.ANONYMOUS.kind());
        assertEquals(Principal.ANONYMOUS.agent().id(), Principal.ANONYMOUS.root());
    }
}

package dev.cnv.runtime.identity;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who acts: a person at a terminal, a model with tools, a bot, a service.
 *
 * @param id the agent's name
 * @param type what kind of agent it is, for rules ({@code person}, {@code llm}, {@code service})
 * @param version the agent's version, empty when it has none
 * @param metadata facts about the agent, by name, sorted
 */
public record Agent(AgentId id, String type, String version, Map<String, String> metadata) {

    /** The agent behind a call without credential. */
    public static final Agent ANONYMOUS = of("anonymous", "anonymous");

    /** Copies and sorts the metadata. */
    public Agent {
        metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    }

    /**
     * An agent without version and metadata.
     *
     * @param id the agent's name
     * @param type what kind of agent it is
     * @return the agent
     */
    public static Agent of(String id, String type) {
        return new Agent(new AgentId(id), type, "", Map.of());
    }
}

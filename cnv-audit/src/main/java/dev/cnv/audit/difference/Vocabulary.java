package dev.cnv.audit.difference;

import dev.cnv.annotations.DataTag;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Isolation;
import dev.cnv.annotations.Sensitivity;
import dev.cnv.runtime.capability.CapabilityPattern;
import dev.cnv.runtime.identity.AgentId;
import dev.cnv.runtime.identity.PrincipalKind;
import dev.cnv.runtime.identity.QualityOfService.Priority;
import dev.cnv.runtime.policy.ArgumentCondition;
import dev.cnv.runtime.policy.Condition;
import dev.cnv.runtime.policy.DelegationCondition;
import dev.cnv.runtime.policy.PathCondition;
import dev.cnv.runtime.policy.PolicyAction;
import dev.cnv.runtime.policy.PolicyRule;
import dev.cnv.runtime.policy.PolicySet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * What two policies mention, and so the finitely many things by which they can tell requests apart: a
 * request is told apart by a number for each of {@link #variables}. For every kind of name there is one
 * more that no policy mentions.
 *
 * <p><b>Threading:</b> not to be changed once made; then immutable.
 */
final class Vocabulary {

    /** The longest capability id, in segments. */
    static final int SEGMENTS = 8;

    /** More patterns of paths than this are not translated. */
    static final int MAX_PATH_COUNT = 6;

    /** As many approvals as a rule can ask for. */
    static final int MAX_APPROVALS = 16;

    /** The smallest and the largest value of a variable. */
    record Range(long least, long most) {}

    private final TreeSet<String> agentNames = new TreeSet<>();
    private final TreeSet<String> typeNames = new TreeSet<>();
    private final TreeSet<String> tenantNames = new TreeSet<>();
    private final List<TreeSet<String>> segmentNames = new ArrayList<>();
    private final TreeSet<String> pathPatterns = new TreeSet<>();
    private final TreeMap<String, ArgumentClasses> classes = new TreeMap<>();

    private final List<String> agents;
    private final List<String> types;
    private final List<String> tenants;
    private final List<List<String>> segments = new ArrayList<>();
    private final Map<String, List<Optional<JsonNode>>> arguments = new TreeMap<>();

    /**
     * Collects what policies mention.
     *
     * @throws UntranslatableException when something in them cannot be divided into classes
     */
    Vocabulary(List<PolicySet> policies) {
        for (int i = 0; i < SEGMENTS; i++) {
            segmentNames.add(new TreeSet<>());
        }
        policies.forEach(policy -> policy.rules().forEach(this::add));
        if (pathPatterns.size() > MAX_PATH_COUNT) {
            throw new UntranslatableException("the policies ask whether a path traverses count="
                    + pathPatterns.size() + " patterns=" + pathPatterns + ", more than "
                    + MAX_PATH_COUNT);
        }
        agents = withOther(agentNames, "other");
        types = withOther(typeNames, "other");
        tenants = withOther(tenantNames, "other");
        segmentNames.forEach(names -> segments.add(withOther(names, shortest(names))));
        classes.forEach((name, found) -> arguments.put(name, found.representatives()));
    }

    List<String> agents() {
        return agents;
    }

    List<String> types() {
        return types;
    }

    List<String> tenants() {
        return tenants;
    }

    List<String> segments(int position) {
        return segments.get(position);
    }

    int pathCount() {
        return pathPatterns.size();
    }

    /** The classes of each mentioned argument, by its name. */
    Map<String, List<Optional<JsonNode>>> arguments() {
        return arguments;
    }

    /** What a request is made of, and how far each number goes. */
    Map<String, Range> variables() {
        Map<String, Range> variables = new LinkedHashMap<>();
        putId(variables, Situation.VERB);
        for (Effect effect : Effect.values()) {
            variables.put(Situation.effect(effect), new Range(0, 1));
        }
        for (DataTag tag : DataTag.values()) {
            variables.put(Situation.data(tag), new Range(0, 1));
        }
        variables.put(Situation.SENSITIVITY, below(Sensitivity.values().length));
        variables.put(Situation.ISOLATION, below(Isolation.values().length));
        putCaller(variables);
        putCall(variables);
        arguments.forEach(
                (name, found) -> variables.put(Situation.argument(name), below(found.size())));
        return variables;
    }

    private void putCaller(Map<String, Range> variables) {
        variables.put(Situation.AGENT, below(agents.size()));
        variables.put(Situation.TYPE, below(types.size()));
        variables.put(Situation.TENANT, below(tenants.size()));
        variables.put(Situation.KIND, below(PrincipalKind.values().length));
        variables.put(Situation.ORIGIN, below(agents.size()));
        variables.put(Situation.EXECUTOR, below(agents.size()));
        variables.put(Situation.PERSON, new Range(0, 1));
        variables.put(Situation.DEPTH, new Range(0, Integer.MAX_VALUE));
        for (int i = 0; i < agents.size() - 1; i++) {
            variables.put(Situation.approver(i), new Range(0, 1));
        }
        variables.put(Situation.MORE_APPROVERS, new Range(0, MAX_APPROVALS));
    }

    private void putCall(Map<String, Range> variables) {
        variables.put(
                Situation.NOW,
                new Range(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond()));
        variables.put(Situation.PRIORITY, below(Priority.values().length));
        variables.put(Situation.IMPORTANCE, new Range(0, 100));
        variables.put(Situation.MUST_SUCCEED, new Range(0, 1));
        for (int i = 0; i < pathCount(); i++) {
            variables.put(Situation.onPath(i), new Range(0, 1));
            putId(variables, Situation.path(i));
        }
    }

    private void putId(Map<String, Range> variables, String id) {
        variables.put(Situation.length(id), new Range(2, SEGMENTS));
        for (int i = 0; i < SEGMENTS; i++) {
            variables.put(Situation.segment(id, i), below(segments.get(i).size()));
        }
    }

    private static Range below(int count) {
        return new Range(0, count - 1L);
    }

    private void add(PolicyRule rule) {
        add(rule.when());
        switch (rule.action()) {
            case PolicyAction.RequireApproval needed ->
                needed.approvers().forEach(id -> agentNames.add(id.value()));
            case PolicyAction.RedirectTo redirect -> addSegments(redirect.to().segments());
            case PolicyAction.RewriteArguments rewrite ->
                rewrite.replacements().forEach((name, value) -> classes(name).add(value));
            case PolicyAction.Allow _, PolicyAction.Deny _ -> {}
        }
    }

    private void add(Condition condition) {
        switch (condition) {
            case Condition.AllOf(List<Condition> parts) -> parts.forEach(this::add);
            case Condition.AnyOf(List<Condition> parts) -> parts.forEach(this::add);
            case Condition.Not(Condition part) -> add(part);
            case Condition.AgentTypeIs(String type) -> typeNames.add(type);
            case Condition.AgentIs(AgentId agent) -> agentNames.add(agent.value());
            case Condition.TenantIs c -> tenantNames.add(c.tenant().value());
            case Condition.CapabilityMatches c -> addSegments(segments(c.pattern()));
            case Condition.ArgumentEquals c -> classes(c.name()).add(c);
            case ArgumentCondition c -> classes(c.name()).add(c);
            case DelegationCondition.OriginIs c -> agentNames.add(c.agent().value());
            case DelegationCondition.ExecutorIs c -> agentNames.add(c.agent().value());
            case PathCondition.Traverses c -> {
                pathPatterns.add(c.pattern().text());
                addSegments(segments(c.pattern()));
            }
            default -> {}
        }
    }

    private ArgumentClasses classes(String name) {
        return classes.computeIfAbsent(name, _ -> new ArgumentClasses());
    }

    private void addSegments(List<String> found) {
        for (int i = 0; i < found.size(); i++) {
            if (!found.get(i).startsWith("*")) {
                segmentNames.get(i).add(found.get(i));
            }
        }
    }

    /** A pattern's segments, in the form in which a last {@code **} stands for one or more. */
    static List<String> segments(CapabilityPattern pattern) {
        if (pattern.equals(CapabilityPattern.ALL)) {
            return List.of("*", "**");
        }
        return List.of(pattern.text().split("\\.", -1));
    }

    private static List<String> withOther(Set<String> names, String other) {
        List<String> all = new ArrayList<>(names);
        all.add(fresh(names, other));
        return all;
    }

    /** A name that is not among others. */
    static String fresh(Collection<String> names, String wish) {
        String name = wish;
        for (int i = 1; names.contains(name); i++) {
            name = wish + i;
        }
        return name;
    }

    /** The shortest segment that is not mentioned: it fits wherever a longer one does. */
    private static String shortest(SortedSet<String> names) {
        for (int length = 1; ; length++) {
            Optional<String> found = unmentioned("", length, names);
            if (found.isPresent()) {
                return found.get();
            }
        }
    }

    private static Optional<String> unmentioned(String begin, int length, Set<String> names) {
        if (length == 0) {
            return names.contains(begin) ? Optional.empty() : Optional.of(begin);
        }
        for (char c = 'z'; c >= 'a'; c--) {
            Optional<String> found = unmentioned(begin + c, length - 1, names);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}

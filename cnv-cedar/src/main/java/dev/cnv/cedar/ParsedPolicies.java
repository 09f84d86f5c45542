package dev.cnv.cedar;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.ValidationRequest;
import com.cedarpolicy.model.ValidationResponse;
import com.cedarpolicy.model.exception.AuthException;
import com.cedarpolicy.model.exception.CacheException;
import com.cedarpolicy.model.exception.InternalException;
import com.cedarpolicy.model.policy.Policy;
import com.cedarpolicy.model.policy.PolicySet;
import com.cedarpolicy.model.schema.Schema;
import dev.cnv.runtime.canonical.CanonicalJson;
import dev.cnv.runtime.canonical.Digest;
import dev.cnv.runtime.policy.PolicyAction;
import dev.cnv.runtime.policy.PolicyRule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Policies and a schema that Cedar has parsed, validated and keeps.
 *
 * @param parsed the policies, each named by its {@code @id}
 * @param schema the schema
 * @param annotations what the policies' annotations say, by name
 * @param digest names both texts
 */
record ParsedPolicies(
        PolicySet parsed, Schema schema, Map<String, Annotated> annotations, Digest digest) {

    static ParsedPolicies of(BasicAuthorizationEngine cedar, String policies, String schemaText) {
        Digest digest = digest(policies, schemaText);
        try {
            Schema schema = schema(schemaText);
            Map<String, Annotated> annotations = new HashMap<>();
            PolicySet named = named(policies, annotations);
            requireValid(cedar.validate(new ValidationRequest(schema, named)));
            schema.cache();
            named.cache();
            return new ParsedPolicies(named, schema, Map.copyOf(annotations), digest);
        } catch (AuthException | CacheException e) {
            throw new CedarRefusedException("policies", String.valueOf(e.getMessage()), e);
        }
    }

    Annotated annotated(String name) {
        return annotations.getOrDefault(name, Annotated.NOTHING);
    }

    private static Digest digest(String policies, String schema) {
        ObjectNode both = JsonNodeFactory.instance.objectNode();
        both.put("policies", requireShort("policies", policies));
        both.put("schema", requireShort("schema", schema));
        try {
            return CanonicalJson.digest(both);
        } catch (IllegalArgumentException e) {
            throw new CedarRefusedException("policies", "have a lone surrogate", e);
        }
    }

    private static String requireShort(String what, String text) {
        if (text.length() > CedarPolicies.MAX_TEXT_LENGTH) {
            throw new CedarRefusedException(
                    what,
                    "have " + text.length() + " characters, more than "
                            + CedarPolicies.MAX_TEXT_LENGTH);
        }
        return text;
    }

    private static Schema schema(String text) {
        try {
            return Schema.parse(Schema.JsonOrCedar.Cedar, text);
        } catch (InternalException e) {
            throw new CedarRefusedException("schema", String.valueOf(e.getMessage()), e);
        }
    }

    private static PolicySet named(String text, Map<String, Annotated> annotations)
            throws InternalException {
        PolicySet read = PolicySet.parsePolicies(text);
        if (!read.templates.isEmpty() || !read.templateLinks.isEmpty()) {
            throw new CedarRefusedException(
                    "policies", "have a template; write each policy with its entities");
        }
        Set<Policy> named = new HashSet<>();
        for (Policy policy : read.policies) {
            Map<String, String> notes = policy.getAnnotations();
            String name = notes.getOrDefault("id", policy.getID());
            if (annotations.put(name, annotated(name, notes)) != null) {
                throw new CedarRefusedException(
                        "policy=" + name, "is there twice; a name belongs to one policy");
            }
            named.add(new Policy(policy.getSource(), name));
        }
        return new PolicySet(named);
    }

    /** The annotations, in the limits that names and denials of rules have. */
    private static Annotated annotated(String name, Map<String, String> notes) {
        Optional<String> reason = Optional.ofNullable(notes.get("reason"));
        Optional<String> suggestion = Optional.ofNullable(notes.get("suggestion"));
        try {
            PolicyRule.allow(name).always();
            new PolicyAction.Deny(reason.orElse("-"), suggestion.orElse(""));
        } catch (IllegalArgumentException e) {
            throw new CedarRefusedException("policy", String.valueOf(e.getMessage()), e);
        }
        return new Annotated(reason, suggestion.filter(words -> !words.isEmpty()));
    }

    private static void requireValid(ValidationResponse response) {
        if (response.validationPassed()) {
            return;
        }
        String why = response.success
                .map(found -> found.validationErrors.stream()
                        .map(error ->
                                "policy=" + error.getPolicyId() + " " + error.getError().message)
                        .collect(Collectors.joining("; ")))
                .orElseGet(() -> String.valueOf(response.errors.map(errors -> errors.stream()
                        .map(error -> error.message)
                        .collect(Collectors.joining("; ")))));
        throw new CedarRefusedException("policies", "do not fit the schema: " + why);
    }
}

package dev.cnv.runtime.endpoint;

import dev.cnv.runtime.certificate.SignedReceipt;
import dev.cnv.runtime.outcome.Outcome;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a runtime elsewhere answered to a call. The outcome is that runtime's word; the signed receipt,
 * checked with public keys alone, is more.
 *
 * @param outcome what became of the call
 * @param signedReceipt the receipt, when it was asked for and the runtime signs
 */
public record RemoteOutcome(Outcome<JsonNode> outcome, Optional<SignedReceipt> signedReceipt) {}

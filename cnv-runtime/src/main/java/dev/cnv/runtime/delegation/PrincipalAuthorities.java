package dev.cnv.runtime.delegation;

import dev.cnv.runtime.crypto.CertificateTrust;
import dev.cnv.runtime.identity.TenantId;

/**
 * The certificate authorities that say which key is whose, for chains that begin with a key which is no
 * root itself. What they vouch for is a key and the agent that it stands for, never a right: the chain's
 * first link must be for that agent, and policies decide what the agent may do.
 *
 * @param certificates the roots of the organisation and its revocation lists
 * @param tenant whose agents the authorities know; a certificate names no tenant
 */
public record PrincipalAuthorities(CertificateTrust certificates, TenantId tenant) {}

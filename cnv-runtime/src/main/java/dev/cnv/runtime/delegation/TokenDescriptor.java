package dev.cnv.runtime.delegation;

import java.time.Instant;

/**
 * The bytes of tokens and chains, version 1.
 *
 * <pre>
 * chain text = "cnv-chain-v1:" base64url(chain)                        without padding
 * chain      = [ bstr token, ...                                       root first, 1 to 16, 64 KiB
 *                , path ]                                              when it carries one
 * path       = [ bstr certificate, ... ]                               X.509 in DER, the root key's
 *                                                                      own first, 1 to 8 of 16 KiB
 * token      = COSE_Sign1(content type "application/cnv-token+cbor")   16 KiB
 * token id   = SHA-256(token)                                          all of its bytes
 *
 * payload = { key: value, ... }       deterministic CBOR; keys ascend; unknown keys are refused
 *
 *  key  name           value                                   when left out
 *    1  version        1
 *    2  issuer         bstr  suite and raw public key
 *    3  holder         bstr  suite and raw public key
 *    4  agent          text
 *    5  agentType      text
 *    6  tenant         text
 *    7  root           text  root principal
 *    8  parent         bstr  32, token id                      first link
 *    9  depth          1..16
 *   10  maxDepth       depth..16
 *   11  notBefore      seconds since 1970, int64
 *   12  expires        seconds since 1970, int64
 *   13  maximumUses    1..2^63-1                               no limit
 *   14  audience       [ text, ... ]                           every runtime
 *   15  grants         [ [pattern, level, {parameter: constraint}], ... ]
 *   16  forbidden      [ pattern, ... ]                        nothing more
 *   17  nouns          [ text, ... ]                           all
 *   18  verbs          [ text, ... ]                           all
 *   19  approvals      [ [count, [bstr key, ...]], ... ]       none
 *   20  policyFloor    [ bstr 32, ... ]                        none
 *   21  description    text                                    empty
 *   22  tags           [ text, ... ]                           none
 *
 * level      = 0 READ_ONLY, 1 MUTATE, 2 NETWORK, 3 PRIVILEGED
 * constraint = [ kind, ... ], see ConstraintFormat
 * </pre>
 *
 * Sets ascend as Java strings. A value that could be left out is: every token has one byte form, and
 * bytes that are not that form are refused.
 */
final class TokenDescriptor {

    /** The content type of the signed message. */
    static final String CONTENT_TYPE = "application/cnv-token+cbor";

    /** What the text of a chain begins with. */
    static final String CHAIN_PREFIX = "cnv-chain-v1:";

    static final int VERSION = 1;

    /** The largest number of links in a chain. */
    static final int MAX_DEPTH = 16;

    /** The longest signed token, in bytes. */
    static final int MAX_TOKEN_BYTES = 16 * 1024;

    /** The longest chain, in bytes. */
    static final int MAX_CHAIN_BYTES = 64 * 1024;

    /** The longest certificate of a path, in bytes. */
    static final int MAX_CERTIFICATE_BYTES = 16 * 1024;

    /** The latest second: 9999-12-31T23:59:59Z. */
    static final long MAX_SECONDS = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    static final int MAX_DESCRIPTION_LENGTH = 1024;
    static final int MAX_TAG_COUNT = 32;
    static final int MAX_TAG_LENGTH = 64;

    /** The longest name of an agent, tenant, type or pattern, in bytes. */
    static final int MAX_NAME_BYTES = 128;

    /** The longest encoded public key, in bytes. */
    static final int MAX_KEY_BYTES = 2048;

    static final int KEY_VERSION = 1;
    static final int KEY_ISSUER = 2;
    static final int KEY_HOLDER = 3;
    static final int KEY_AGENT = 4;
    static final int KEY_AGENT_TYPE = 5;
    static final int KEY_TENANT = 6;
    static final int KEY_ROOT = 7;
    static final int KEY_PARENT = 8;
    static final int KEY_DEPTH = 9;
    static final int KEY_MAX_DEPTH = 10;
    static final int KEY_NOT_BEFORE = 11;
    static final int KEY_EXPIRES = 12;
    static final int KEY_MAXIMUM_USES = 13;
    static final int KEY_AUDIENCE = 14;
    static final int KEY_GRANTS = 15;
    static final int KEY_FORBIDDEN = 16;
    static final int KEY_NOUNS = 17;
    static final int KEY_VERBS = 18;
    static final int KEY_APPROVALS = 19;
    static final int KEY_POLICY_FLOOR = 20;
    static final int KEY_DESCRIPTION = 21;
    static final int KEY_TAGS = 22;

    private TokenDescriptor() {}
}

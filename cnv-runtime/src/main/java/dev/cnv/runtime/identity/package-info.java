/**
 * Who calls: agents, tenants, principals, and the context that a call carries.
 *
 * <p>{@link dev.cnv.runtime.identity.CallContext} is what a handler sees of its caller; {@link
 * dev.cnv.runtime.identity.Principal} is who that is.
 */
package dev.cnv.runtime.identity;

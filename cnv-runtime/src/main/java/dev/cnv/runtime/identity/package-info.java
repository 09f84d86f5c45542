/** Who calls: agents, tenants, principals, and the context that a call carries. */
package dev.cnv.runtime.identity;

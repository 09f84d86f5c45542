package dev.cnv.runtime.policy;

import dev.cnv.runtime.canonical.Digest;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a call may go on. Pure: the same request and policy give the same verdict, and
 * nothing is read or changed.
 *
 * <p><b>Threading:</b> safe for use by several threads. An exception from {@link #evaluate} denies
 * the call.
 */
public interface PolicyEngine {

    /** {@return the engine's name and version, for the trace} */
    String name();

    /** {@return the SHA-256 of the policy's canonical form} */
    Digest policy();

    /**
     * Whether the policy asks for {@link Facts#ways}. They are given to those that do only.
     *
     * @return false by default
     */
    default boolean asksForWays() {
        return false;
    }

    /**
     * Decides.
     *
     * @param request the call and what is known about it
     * @return the verdict; anything but a permit keeps the verb from running as asked
     */
    PolicyVerdict evaluate(PolicyRequest request);

    /**
     * What keeps the verdict about a call from being the verdict about every call of the same verb by the
     * same caller: whatever its arguments, time and priority. Asked before calls are made as frames,
     * which are decided about once for all of them.
     *
     * <p>This default says that it is not known, which keeps every call from it.
     *
     * @param request a call that the policy permits
     * @return the name of a rule, or why it is not known; empty when all calls alike are permitted
     */
    default Optional<String> varies(PolicyRequest request) {
        return Optional.of("engine " + name() + " does not say");
    }

    /**
     * What will be said about every call of the request's verb by its caller at its time, made on the path
     * that its context shows, whatever arguments, priority and approvals it comes with.
     *
     * <p>This default asks {@link #evaluate} and {@link #varies}, and knows no more than they say.
     *
     * @param call a call without arguments and approvals, which stands for all
     * @return the outlook; what is not known is never {@link PolicyOutlook.Permits}
     */
    default PolicyOutlook outlook(PolicyRequest call) {
        return evaluate(call) instanceof PolicyVerdict.Permit permit
                        && varies(call).isEmpty()
                ? new PolicyOutlook.Permits(permit.matched())
                : new PolicyOutlook.Depends(
                        List.of("each call: engine " + name() + " does not say more"));
    }

    /**
     * What will be said about every such call on whatever path.
     *
     * <p>This default says that it is not known.
     *
     * @param call a call without arguments and approvals, which stands for all
     * @return the outlook; what is not known is never {@link PolicyOutlook.Permits}
     */
    default PolicyOutlook outlookOnAnyPath(PolicyRequest call) {
        return new PolicyOutlook.Depends(
                List.of("each call: engine " + name() + " does not say more"));
    }
}

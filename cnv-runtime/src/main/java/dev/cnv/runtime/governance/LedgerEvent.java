package dev.cnv.runtime.governance;

import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Something that happened, in the past tense. */
public sealed interface LedgerEvent
        permits CallEvent,
                DelegationEvent,
                RuntimeEvent,
                AuditEvent,
                FrameEvent,
                LedgerEvent.Unrecognised {

    /** The invocation of an event that belongs to no call. */
    UUID NO_INVOCATION = new UUID(0, 0);

    /** {@return who made it happen, when, and as part of what} */
    EventOrigin origin();

    /** {@return the call that it belongs to; {@link #NO_INVOCATION} for one that belongs to none} */
    default UUID invocation() {
        return NO_INVOCATION;
    }

    /** {@return when it happened} */
    default Instant time() {
        return origin().time();
    }

    /**
     * An event of a type that this version does not know, because a later version wrote it, or an event of
     * a call whose payload was erased. It is kept, shown and proven, and cannot be appended.
     *
     * @param origin what it says of its origin; what it does not say is empty, or the epoch
     * @param invocation the call that it belongs to, all zeros when the event does not say
     * @param type the name of its type
     * @param raw its members as they are
     */
    record Unrecognised(EventOrigin origin, UUID invocation, String type, ObjectNode raw)
            implements LedgerEvent {}
}

package dev.cnv.runtime.delegation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What a signature is for. The name stands before the message, so that none serves for another. */
enum Domain {
    TOKEN("cnv-token-v0"),
    POSSESSION("cnv-possession-v0"),
    APPROVAL("cnv-approval-v0");

    private final String name;

    Domain(String name) {
        this.name = name;
    }

    byte[] message(byte[]... parts) {
        // The zero byte ends the name: no name followed by a message is another name.
        byte[] prefix = (name + '\0').getBytes(StandardCharsets.US_ASCII);
        int length = prefix.length;
        for (byte[] part : parts) {
            length = Math.addExact(length, part.length);
        }
        ByteBuffer message = ByteBuffer.allocate(length).put(prefix);
        for (byte[] part : parts) {
            message.put(part);
        }
        return message.array();
    }
}

package dev.cnv.runtime.endpoint;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads addresses: {@link EndpointAddress} has their forms. */
final class AddressText {

    private static final String UNIX = "unix:";

    private static final int MAX_LENGTH = 300;

    private static final Pattern PLACE = Pattern.compile(
            "(tls|unencrypted-loopback)://([a-z0-9._-]{1,255}|\\[[0-9a-f:.%]{2,64}]):([0-9]{1,5})");

    private AddressText() {}

    static EndpointAddress read(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "addressLength=" + text.length() + " is above " + MAX_LENGTH);
        }
        if (text.startsWith(UNIX) && text.length() > UNIX.length()) {
            return unix(text);
        }
        Matcher place = PLACE.matcher(text.toLowerCase(Locale.ROOT));
        if (!place.matches()) {
            throw new IllegalArgumentException("address=" + text
                    + " is neither unix:PATH, tls://HOST:PORT nor"
                    + " unencrypted-loopback://HOST:PORT");
        }
        String host = place.group(2).replaceAll("^\\[|]$", "");
        int port = Integer.parseInt(place.group(3));
        return place.group(1).equals("tls")
                ? new EndpointAddress.Tls(host, port)
                : new EndpointAddress.UnencryptedLoopback(host, port);
    }

    private static EndpointAddress unix(String text) {
        try {
            return new EndpointAddress.Unix(Path.of(text.substring(UNIX.length())));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("address=" + text + " has no readable path", e);
        }
    }
}

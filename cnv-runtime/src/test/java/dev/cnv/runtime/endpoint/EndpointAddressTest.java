package dev.cnv.runtime.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unix:/run/app/cnv.sock",
                "unix:relative.sock",
                "tls://bank.example:7443",
                "tls://127.0.0.1:0",
                "unencrypted-loopback://127.0.0.1:7000"
            })
    void parse_ofItsOwnText_givesTheSame(String text) {
        assertEquals(text, EndpointAddress.parse(text).toString());
    }

    @Test
    void parse_ofAnAddressInBrackets_dropsThem() {
        assertEquals(new EndpointAddress.Tls("::1", 7), EndpointAddress.parse("tls://[::1]:7"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unix:",
                "tls://host",
                "tls://host:",
                "tls://host:70000",
                "tls://ho st:7",
                "tcp://127.0.0.1:7",
                "http://host:7",
                "tls://host:7/path",
                "host:7"
            })
    void parse_ofAnotherText_isRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> EndpointAddress.parse(text));
    }

    @Test
    void unencrypted_offTheLoopback_isRefused() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> EndpointAddress.unencryptedOnLoopback("0.0.0.0", 7));
        assertTrue(String.valueOf(refused.getMessage()).contains("use tls://"));
        assertThrows(
                IllegalArgumentException.class,
                () -> EndpointAddress.parse("unencrypted-loopback://192.0.2.1:7"));
    }

    @Test
    void unix_longerThanASocketsPath_isRefused() {
        EndpointAddress.unix(Path.of("/" + "a".repeat(106)));
        assertThrows(
                IllegalArgumentException.class,
                () -> EndpointAddress.unix(Path.of("/" + "a".repeat(107))));
    }
}

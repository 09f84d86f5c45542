package dev.cnv.tool;

import dev.cnv.runtime.crypto.KeyFile;
import dev.cnv.runtime.crypto.KeyFileRefusedException;
import dev.cnv.runtime.crypto.PublicKey;
import dev.cnv.runtime.crypto.SigningKey;
import dev.cnv.runtime.outcome.Denial;
import dev.cnv.runtime.outcome.Reason;
import dev.cnv.runtime.outcome.VerbRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Files of public keys: one key as PEM, or one key a line in its text form, where empty lines and lines
 * that begin with # are left out.
 */
final class InputFiles {

    private static final int MAX_BYTES = 1 << 20;
    private static final String PEM = "-----BEGIN";

    private InputFiles() {}

    /**
     * Reads the keys of files.
     *
     * @throws VerbRefusedException when one cannot be read, or has no key
     */
    static List<PublicKey> read(List<Path> files) {
        List<PublicKey> keys = new ArrayList<>();
        files.forEach(file -> keys.addAll(read(file)));
        return List.copyOf(keys);
    }

    private static List<PublicKey> read(Path file) {
        String text = text(file, MAX_BYTES);
        List<PublicKey> keys = new ArrayList<>();
        try {
            if (text.contains(PEM)) {
                keys.add(PublicKey.fromPem(text));
            } else {
                text.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .forEach(line -> keys.add(PublicKey.parse(line)));
            }
        } catch (IllegalArgumentException e) {
            throw refused("keys=" + file + " are not one key as PEM or one key a line: "
                    + e.getMessage());
        }
        if (keys.isEmpty()) {
            throw refused("keys=" + file + " has no key");
        }
        return keys;
    }

    /** The one key of a file. */
    static PublicKey one(Path file) {
        List<PublicKey> keys = read(file);
        if (keys.size() != 1) {
            throw refused("keys=" + file + " has " + keys.size() + " keys instead of one");
        }
        return keys.getFirst();
    }

    /** A secret key. What is wrong with its file is said without a word of its content. */
    static SigningKey secret(Path file, Optional<String> passphrase) {
        try {
            return KeyFile.read(file, passphrase.map(String::toCharArray));
        } catch (KeyFileRefusedException e) {
            throw refused(String.valueOf(e.getMessage()));
        } catch (NoSuchFileException _) {
            throw missing(file);
        } catch (IOException e) {
            throw refused("key=" + file + " cannot be read: " + e);
        }
    }

    /** Writes a file that does not exist yet. */
    static void writeNew(Path file, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw refused("out=" + file + " cannot be written: " + e + "; name a new file");
        }
    }

    /** The text of a file of limited size. */
    static String text(Path file, int maxBytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(file, maxBytes)))
                    .toString();
        } catch (CharacterCodingException _) {
            throw refused("file=" + file + " is not UTF-8");
        }
    }

    /** The bytes of a file of limited size. */
    static byte[] bytes(Path file, int maxBytes) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw refused("file=" + file + " has more than " + maxBytes + " bytes");
            }
            return bytes;
        } catch (NoSuchFileException _) {
            throw missing(file);
        } catch (IOException e) {
            throw refused("file=" + file + " cannot be read: " + e);
        }
    }

    /** {@return the file, which is there; refused with its name where it is not} */
    static Path there(Path file) {
        if (Files.notExists(file)) {
            throw missing(file);
        }
        return file;
    }

    /** {@return the folder, in which there is a ledger; refused with its name where there is none} */
    static Path ledger(Path dir) {
        if (Files.notExists(dir)) {
            throw refused(
                    "dir=" + dir + " does not exist, so that there is no ledger: name the folder"
                            + " of one by --dir or CNV_LEDGER");
        }
        return dir;
    }

    private static VerbRefusedException missing(Path file) {
        return refused("file=" + file + " does not exist");
    }

    private static VerbRefusedException refused(String why) {
        return new VerbRefusedException(Denial.of(Reason.PARAMETER_MALFORMED, why));
    }
}

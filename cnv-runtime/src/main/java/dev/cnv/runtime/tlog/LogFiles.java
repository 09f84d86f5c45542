package dev.cnv.runtime.tlog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The folder that a log's files are in, as the steps that a crash can come between. Paths are relative
 * and have {@code /} between their parts.
 *
 * <p><b>Threading:</b> for one writer; readers may read at any time and see a file as it was before or
 * after a {@link #replace}.
 */
public interface LogFiles {

    /** Where a file is written before it has its name. A reader must not look at it. */
    String TEMPORARY = ".new";

    /**
     * The files of a folder on disk.
     *
     * @param folder the folder; made when something is written
     * @return its files
     */
    static LogFiles in(Path folder) {
        return new DirectoryFiles(folder);
    }

    /**
     * Reads a file.
     *
     * @param path its path
     * @param maxBytes the largest number of bytes
     * @return its bytes; empty when there is no such file
     * @throws LogDamagedException when it has more bytes
     * @throws IOException when it cannot be read
     */
    Optional<byte[]> read(String path, int maxBytes) throws IOException;

    /**
     * Writes a file, with the folders above it. A crash may lose it or leave a part of it.
     *
     * @param path its path
     * @param bytes its bytes
     * @throws IOException when it cannot be written
     */
    void write(String path, byte[] bytes) throws IOException;

    /**
     * Makes what is in a file survive a crash.
     *
     * @param path its path
     * @throws IOException when the disk does not say so
     */
    void force(String path) throws IOException;

    /**
     * Gives a file another name, in one step, in place of a file that has it.
     *
     * @param from its path
     * @param to its new path; the folders above it are made
     * @throws IOException when that fails
     */
    void move(String from, String to) throws IOException;

    /**
     * Makes the names in a file's folder survive a crash.
     *
     * @param path the path of a file in the folder
     * @throws IOException when the disk does not say so
     */
    void forceFolderOf(String path) throws IOException;

    /**
     * Removes a file.
     *
     * @param path its path
     * @throws IOException when it cannot be removed
     */
    void delete(String path) throws IOException;

    /**
     * Lists a folder's files, not those in folders below it.
     *
     * @param folder its path
     * @return the files' paths, sorted; none when there is no such folder
     * @throws IOException when it cannot be read
     */
    List<String> list(String folder) throws IOException;

    /**
     * Puts a file in place of another one: after a crash there is the one or the other, whole. It is the
     * new one when this returns.
     *
     * @param path its path
     * @param bytes its bytes
     * @throws IOException when that fails; then it may be either one
     */
    default void replace(String path, byte[] bytes) throws IOException {
        write(TEMPORARY, bytes);
        force(TEMPORARY);
        move(TEMPORARY, path);
        forceFolderOf(path);
    }
}

package dev.cnv.runtime.cli;

import java.util.Optional;

/** Files and pipes only. */
record NoTerminal() implements Terminal {

    private static final int COLUMN_COUNT = 80;

    @Override
    public boolean outIsTerminal() {
        return false;
    }

    @Override
    public boolean errIsTerminal() {
        return false;
    }

    @Override
    public int columnCount() {
        return COLUMN_COUNT;
    }

    @Override
    public Optional<String> readSecret(String prompt) {
        return Optional.empty();
    }
}

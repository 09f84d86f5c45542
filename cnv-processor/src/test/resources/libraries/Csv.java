package front;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/** Verbs in front of Apache Commons CSV. */
public class Csv {
    @Capability(id = "csv.parse")
    @Effects(Effect.READ_ONLY)
    public List<String> parse(String text) throws IOException {
        List<String> found = new ArrayList<>();
        try (CSVParser parser = CSVParser.parse(text, CSVFormat.DEFAULT)) {
            for (CSVRecord record : parser) {
                found.add(record.get(0));
            }
        }
        return found;
    }

    @Capability(id = "csv.print")
    @Effects(Effect.READ_ONLY)
    public String print(List<String> values) throws IOException {
        StringBuilder out = new StringBuilder();
        try (CSVPrinter printer = new CSVPrinter(out, CSVFormat.EXCEL)) {
            printer.printRecord(values);
        }
        return out.toString();
    }

    @Capability(id = "csv.format")
    @Effects(Effect.READ_ONLY)
    public String format(String value) {
        return CSVFormat.RFC4180.builder().setDelimiter(';').get().format(value);
    }

    @Capability(id = "csv.read")
    @Effects(Effect.READ_ONLY)
    public int read(Path path) throws IOException {
        try (CSVParser parser = CSVParser.parse(path, StandardCharsets.UTF_8, CSVFormat.DEFAULT)) {
            return parser.getRecords().size();
        }
    }

    @Capability(id = "csv.write")
    @Effects(Effect.READ_ONLY)
    public void write(Path path) throws IOException {
        CSVFormat.DEFAULT.print(path, StandardCharsets.UTF_8).close();
    }
}

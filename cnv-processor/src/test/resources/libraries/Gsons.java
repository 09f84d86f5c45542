package front;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonStreamParser;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;

/** Verbs in front of Gson. */
public class Gsons {
    private final JsonObject kept = new JsonObject();

    @Capability(id = "gson.tree")
    @Effects(Effect.READ_ONLY)
    public String tree(String text) {
        return JsonParser.parseString(text).getAsJsonObject().get("name").getAsString();
    }

    @Capability(id = "gson.build")
    @Effects(Effect.READ_ONLY)
    public String build(String text) {
        JsonArray array = new JsonArray();
        array.add(text);
        JsonObject object = new JsonObject();
        object.add("all", array);
        return object.toString();
    }

    @Capability(id = "gson.keep")
    @Effects(Effect.READ_ONLY)
    public void keep(String text) {
        kept.addProperty("text", text);
    }

    @Capability(id = "gson.stream")
    @Effects(Effect.READ_ONLY)
    public int stream(String text) throws IOException {
        int count = 0;
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.beginArray();
        while (reader.hasNext()) {
            reader.skipValue();
            count++;
        }
        return count;
    }

    @Capability(id = "gson.write")
    @Effects(Effect.READ_ONLY)
    public String write(String text) throws IOException {
        StringWriter out = new StringWriter();
        JsonWriter writer = new JsonWriter(out);
        writer.beginArray().value(text).endArray();
        return out.toString();
    }

    @Capability(id = "gson.many")
    @Effects(Effect.READ_ONLY)
    public boolean many(String text) {
        return new JsonStreamParser(text).hasNext();
    }

    @Capability(id = "gson.reflect")
    @Effects(Effect.READ_ONLY)
    public String reflect(String text) {
        return new Gson().toJson(text);
    }
}

package front;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import java.util.List;
import org.apache.commons.lang3.ArrayUtils;
import org.apache.commons.lang3.RandomStringUtils;
import org.apache.commons.lang3.StringUtils;
import org.apache.commons.lang3.SystemUtils;
import org.apache.commons.lang3.builder.ToStringBuilder;
import org.apache.commons.lang3.math.Fraction;
import org.apache.commons.lang3.math.NumberUtils;
import org.apache.commons.lang3.reflect.MethodUtils;
import org.apache.commons.lang3.text.WordUtils;
import org.apache.commons.lang3.time.DurationFormatUtils;
import org.apache.commons.lang3.time.StopWatch;
import org.apache.commons.lang3.tuple.MutablePair;

/** Verbs in front of Apache Commons Lang. */
public class Lang3 {
    private final MutablePair<String, String> kept = new MutablePair<>();

    @Capability(id = "lang.abbreviate")
    @Effects(Effect.READ_ONLY)
    public String abbreviate(String text) {
        return StringUtils.abbreviate(StringUtils.capitalize(text), 10);
    }

    @Capability(id = "lang.join")
    @Effects(Effect.READ_ONLY)
    public String join(List<String> texts) {
        return StringUtils.join(texts, ", ");
    }

    @Capability(id = "lang.reverse")
    @Effects(Effect.READ_ONLY)
    public byte[] reverse(byte[] bytes) {
        byte[] copy = ArrayUtils.clone(bytes);
        ArrayUtils.reverse(copy);
        return copy;
    }

    @Capability(id = "lang.fraction")
    @Effects(Effect.READ_ONLY)
    public String fraction(double value) {
        return Fraction.getFraction(value).toProperString();
    }

    @Capability(id = "lang.number")
    @Effects(Effect.READ_ONLY)
    public long number(String text) {
        return NumberUtils.createNumber(text).longValue();
    }

    @Capability(id = "lang.wrap")
    @Effects(Effect.READ_ONLY)
    public String wrap(String text) {
        return WordUtils.wrap(text, 20);
    }

    @Capability(id = "lang.duration")
    @Effects(Effect.READ_ONLY)
    public String duration(long millis) {
        return DurationFormatUtils.formatDurationHMS(millis);
    }

    @Capability(id = "lang.watch")
    @Effects(Effect.READ_ONLY)
    public long watch() {
        StopWatch watch = StopWatch.createStarted();
        watch.stop();
        return watch.getNanoTime();
    }

    @Capability(id = "lang.system")
    @Effects(Effect.READ_ONLY)
    public String system() {
        return SystemUtils.getHostName();
    }

    @Capability(id = "lang.random")
    @Effects(Effect.READ_ONLY)
    public String random() {
        return RandomStringUtils.secure().nextAlphanumeric(8);
    }

    @Capability(id = "lang.describe")
    @Effects(Effect.READ_ONLY)
    public String describe() {
        return ToStringBuilder.reflectionToString(this);
    }

    @Capability(id = "lang.invoke")
    @Effects(Effect.READ_ONLY)
    public String invoke(String name) throws ReflectiveOperationException {
        return String.valueOf(MethodUtils.invokeMethod("text", name));
    }

    @Capability(id = "lang.keep")
    @Effects(Effect.READ_ONLY)
    public void keep(String text) {
        kept.setLeft(text);
    }
}

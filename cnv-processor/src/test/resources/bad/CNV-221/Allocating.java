package bad;

import dev.cnv.annotations.Capability;
import dev.cnv.annotations.Contract;
import dev.cnv.annotations.DurationClass;
import dev.cnv.annotations.Effect;
import dev.cnv.annotations.Effects;
import java.util.List;
import java.util.function.IntSupplier;

public class Allocating {
    private final List<Integer> numbers = List.of();
    private final String[] names = {};

    @Capability(id = "allocating.new")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    public int made() {
        return new Object().hashCode(); // expect CNV-221
    }

    @Capability(id = "allocating.boxing")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    public boolean boxing(int number) {
        return numbers.contains(number); // expect CNV-221
    }

    @Capability(id = "allocating.concatenation")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    public String concatenation(String text) {
        return text + "!"; // expect CNV-221
    }

    @Capability(id = "allocating.varargs")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    public int varargs(int number) {
        return sum(number, 1); // expect CNV-221
    }

    private static int sum(int... numbers) {
        return numbers.length;
    }

    @Capability(id = "allocating.lambda")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    public int lambda(int number) {
        IntSupplier supplier = () -> number; // expect CNV-221
        return supplier.getAsInt();
    }

    @Capability(id = "allocating.iterator")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    public int iterator() {
        int sum = 0;
        for (Integer number : numbers) { // expect CNV-221
            sum += number;
        }
        return sum;
    }

    @Capability(id = "allocating.array")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    public int array() {
        int[] more = {1, 2}; // expect CNV-221
        return more[0];
    }

    @Capability(id = "allocating.called")
    @Effects(Effect.READ_ONLY)
    @Contract(duration = DurationClass.FAST_PATH)
    public int called() {
        return helper().length(); // expect CNV-221
    }

    private String helper() {
        return names[0].trim();
    }
}

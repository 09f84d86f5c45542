package other;

public enum Outcome {
    GOOD
}

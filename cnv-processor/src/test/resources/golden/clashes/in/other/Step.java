package other;

public record Step(String name) {}

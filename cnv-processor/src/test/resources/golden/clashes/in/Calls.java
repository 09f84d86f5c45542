package clashes;

/** For the test. */
record Calls(int number) {}

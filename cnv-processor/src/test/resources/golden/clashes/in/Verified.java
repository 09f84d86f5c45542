package clashes;

/** For the test. */
record Verified(int number) {}

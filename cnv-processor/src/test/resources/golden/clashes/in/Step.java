package clashes;

/** For the test. */
record Step(int number) {}

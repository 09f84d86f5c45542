package clashes;

/** For the test. */
record Input(int number) {}

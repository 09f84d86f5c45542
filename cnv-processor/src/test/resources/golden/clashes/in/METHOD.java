package clashes;

/** For the test. */
record METHOD(int number) {}

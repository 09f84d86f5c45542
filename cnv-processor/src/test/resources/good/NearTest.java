package good;

/** CNV-231: the tests of the class itself may call its verbs. */
class NearTest {
    long test() {
        return new Near().fast(0, 3);
    }
}

package good;

/** CNV-231: the tests of the class itself may call its verbs. */
// near CNV-231: class NearTest => class Nearby
class NearTest {
    long test() {
        return new Near(null).fast(0, 3);
    }
}

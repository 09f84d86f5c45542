package bad;

/** The tests of the class itself may. */
class DirectTest {
    int test() {
        return new Direct().first();
    }
}

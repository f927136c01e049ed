package io.gantry.e2e;

/** Between two directories, over rsync. */
class CopyFaultDirTest extends CopyFaults {
    CopyFaultDirTest() {
        super("dir");
    }
}

package io.gantry.e2e;

/** Between two btrfs pools, over btrfs streams. */
class CopyFaultBtrfsTest extends CopyFaults {
    CopyFaultBtrfsTest() {
        super("btrfs");
    }
}

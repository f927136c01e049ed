package io.gantry.daemon.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.daemon.instance.MemoryInstances;
import io.gantry.storage.idmap.DiskIdmap;
import io.gantry.storage.idmap.IdmapEntry;
import io.gantry.system.rollback.Rollback;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RootDiskTest extends DeviceContract {
    @Override
    Map<String, String> description() {
        return Map.of("type", "disk", "path", "/", "pool", "default");
    }

    @Override
    Class<? extends Device> type() {
        return RootDisk.class;
    }

    @Override
    List<String> lxcLines() {
        return List.of(
                "lxc.rootfs.path = dir:DIR/rootfs", "lxc.rootfs.options = idmap=container", "lxc.net.0.type = empty");
    }

    @Override
    boolean isPluggable() {
        return false;
    }

    private StartPlan prepared(String onDisk, Rollback undo) throws IOException {
        var instance = new MemoryInstances()
                .add("c1", Map.of("volatile.last_state.idmap", onDisk), Map.of("root", description()));
        var plan = new StartPlan(directory.resolve("rootfs"), undo);
        new RootDisk("root").prepare(new DeviceOwner(instance, IDMAP), host.host(), plan);
        return plan;
    }

    @Test
    void aTreeThatIsShiftedRightIsTakenAsItIs() throws IOException {
        try (var undo = new Rollback()) {
            assertThat(prepared(IDMAP.toJson(), undo).lxcLines())
                    .containsExactly("lxc.rootfs.path = dir:" + directory.resolve("rootfs"), "lxc.net.0.type = empty");
        }
    }

    @Test
    void aTreeThatIsShiftedOtherwiseIsMountedWithOtherOwners() throws IOException {
        List<String> before = host.state();
        String other = new DiskIdmap(List.of(IdmapEntry.both(500_000, 0, 65_536))).toJson();
        try (var undo = new Rollback()) {
            StartPlan plan = prepared(other, undo);

            assertThat(plan.rootPath()).isEqualTo(directory.resolve("lxd/devices/c1/rootfs"));
            assertThat(plan.lxcLines()).doesNotContain("lxc.rootfs.options = idmap=container");
            assertThat(effects.take()).contains("shift rootfs");
            assertThat(host.state()).isNotEqualTo(before);
        }
        assertThat(host.state()).isEqualTo(before);
    }
}

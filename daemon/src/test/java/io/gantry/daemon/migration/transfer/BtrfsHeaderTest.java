package io.gantry.daemon.migration.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.ApiJson;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.migration.transfer.BtrfsHeader.Subvolume;
import io.gantry.storage.VolumePart;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The frame before btrfs streams, as LXD writes and reads it. */
class BtrfsHeaderTest {
    private static final Subvolume SNAPSHOT = new Subvolume("s", new VolumePart("/", true, "u1"));
    private static final Subvolume ROOT = new Subvolume("", new VolumePart("/", false, "u2"));
    private static final Subvolume INNER = new Subvolume("", new VolumePart("/rootfs/var", true, "u3"));

    private static BtrfsHeader parse(String json) {
        return BtrfsHeader.parse(json.getBytes(UTF_8));
    }

    @Test
    void isWrittenWithTheNamesThatLxdReads() {
        byte[] json = new BtrfsHeader(List.of(SNAPSHOT, INNER)).toJson();

        assertThat(ApiJson.readTree(json))
                .isEqualTo(Map.of(
                        "subvolumes",
                        List.of(
                                Map.of("path", "/", "snapshot", "s", "readonly", true, "uuid", "u1"),
                                Map.of("path", "/rootfs/var", "snapshot", "", "readonly", true, "uuid", "u3"))));
    }

    @Test
    void isReadAsItWasWrittenAndInItsOrder() {
        var header = new BtrfsHeader(List.of(SNAPSHOT, ROOT, INNER));

        BtrfsHeader read = BtrfsHeader.parse(header.toJson());

        assertThat(read).isEqualTo(header);
        assertThat(read.partsOf("s")).containsExactly(SNAPSHOT.part());
        assertThat(read.partsOf("")).containsExactly(ROOT.part(), INNER.part());
        assertThat(read.partsOf("none")).isEmpty();
    }

    @Test
    void whatAPeerLeavesOutIsEmptyAndWhatItAddsIsSkipped() {
        BtrfsHeader read = parse("{\"subvolumes\":[{\"path\":\"/\",\"received\":5},3],\"more\":1}");

        assertThat(read.subvolumes()).containsExactly(new Subvolume("", new VolumePart("/", false, "")));
    }

    @Test
    void aHeaderWithoutSubvolumesIsRefused() {
        for (String json :
                List.of("{}", "[]", "{\"subvolumes\":null}", "{\"subvolumes\":[]}", "{\"subvolumes\":[1]}")) {
            assertThatThrownBy(() -> parse(json))
                    .as(json)
                    .isInstanceOf(DaemonException.class)
                    .hasMessage("the other server sent a btrfs header without subvolumes");
        }
    }

    @Test
    void aPathThatLeavesTheVolumeIsRefused() {
        for (String path : List.of("/../etc", "rootfs", "/a/..", "/a/./b", "")) {
            assertThatThrownBy(() -> parse("{\"subvolumes\":[{\"path\":\"" + path + "\"}]}"))
                    .as(path)
                    .isInstanceOf(DaemonException.class)
                    .hasMessage(
                            "the other server sent a btrfs header with not a path inside a volume: \"" + path + "\"");
        }
    }

    @Test
    void aPeerWithoutHeadersMeansTheRootOfEachVolume() {
        assertThat(BtrfsHeader.rootsOf(List.of("s1", "s2")).subvolumes())
                .containsExactly(
                        new Subvolume("s1", new VolumePart("/", true, "")),
                        new Subvolume("s2", new VolumePart("/", true, "")),
                        new Subvolume("", new VolumePart("/", false, "")));
    }
}

package io.gantry.storage.idmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DiskIdmapTest {
    @Test
    void writesAndReadsTheFormOfLxd() {
        String json = "[{\"Isuid\":true,\"Isgid\":false,\"Hostid\":1000000,\"Nsid\":0,\"Maprange\":65536},"
                + "{\"Isuid\":false,\"Isgid\":true,\"Hostid\":1000000,\"Nsid\":0,\"Maprange\":65536}]";

        DiskIdmap map = DiskIdmap.parseJson(json);

        assertThat(map.entries())
                .isEqualTo(List.of(
                        new IdmapEntry(true, false, 1000000, 0, 65536),
                        new IdmapEntry(false, true, 1000000, 0, 65536)));
        assertThat(map.toJson()).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "", "null", " [ ] "})
    void anEmptyListIsTheUnshiftedMap(String json) {
        assertThat(DiskIdmap.parseJson(json)).isEqualTo(DiskIdmap.UNSHIFTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[{}]",
                "[1]",
                "[{\"Hostid\":true}]",
                "[{\"Other\":1}]",
                "[{\"Isuid\":true,\"Isgid\":true,\"Hostid\":1,\"Nsid\":0,\"Maprange\":1},]",
                "[{\"Isuid\":true,\"Isgid\":true,\"Hostid\":1,\"Nsid\":0,\"Maprange\":1}{}]",
                "[{\"Isuid\":true,\"Isgid\":true,\"Hostid\":4294967295,\"Nsid\":0,\"Maprange\":2}]"
            })
    void refusesWhatIsNoMap(String json) {
        assertThatThrownBy(() -> DiskIdmap.parseJson(json)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void mapsBothWaysAndOnlyInsideItsRanges() {
        DiskIdmap map = DiskIdmap.shiftedBy(100000, 1000);

        assertThat(map.toDisk(IdKind.USER, 5)).hasValue(100005);
        assertThat(map.fromDisk(IdKind.GROUP, 100005)).hasValue(5);
        assertThat(map.toDisk(IdKind.USER, 1000)).isEmpty();
        assertThat(map.fromDisk(IdKind.USER, 5)).isEmpty();
    }

    @Test
    void separateEntriesForUsersAndGroupsMeanTheSameAsOne() {
        DiskIdmap separate =
                DiskIdmap.parseJson("[{\"Isuid\":true,\"Isgid\":false,\"Hostid\":100000,\"Nsid\":0,\"Maprange\":65536},"
                        + "{\"Isuid\":false,\"Isgid\":true,\"Hostid\":100000,\"Nsid\":0,\"Maprange\":1000},"
                        + "{\"Isuid\":false,\"Isgid\":true,\"Hostid\":101000,\"Nsid\":1000,\"Maprange\":64536}]");
        assertThat(separate.isSameAs(DiskIdmap.shiftedBy(100_000, 65_536))).isTrue();
        assertThat(separate.isSameAs(DiskIdmap.shiftedBy(100_000, 65_535))).isFalse();
        assertThat(separate.isSameAs(DiskIdmap.UNSHIFTED)).isFalse();
        assertThat(DiskIdmap.UNSHIFTED.isSameAs(DiskIdmap.UNSHIFTED)).isTrue();
    }

    @Test
    void idsOnDiskAreTranslatedToThoseInUse() {
        DiskIdmap onDisk = DiskIdmap.shiftedBy(100_000, 65_536);
        assertThat(onDisk.translationTo(DiskIdmap.shiftedBy(300_000, 1000), IdKind.USER))
                .containsExactly(IdmapEntry.both(300_000, 100_000, 1000));
        assertThat(onDisk.translationTo(DiskIdmap.UNSHIFTED, IdKind.GROUP))
                .containsExactly(IdmapEntry.both(0, 100_000, 65_536));
        assertThat(DiskIdmap.UNSHIFTED.translationTo(onDisk, IdKind.USER))
                .containsExactly(IdmapEntry.both(100_000, 0, 65_536));
    }
}

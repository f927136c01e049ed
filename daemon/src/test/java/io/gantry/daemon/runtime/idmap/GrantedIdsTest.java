package io.gantry.daemon.runtime.idmap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What root may give to containers, by lines of subuid(5). */
class GrantedIdsTest {
    private static boolean isGranted(long first, long last, String... lines) {
        return GrantedIds.parse(List.of(lines)).contains(first, last);
    }

    @Test
    void rootHasItsOwnIdAndNoOther() {
        assertThat(isGranted(0, 0)).isTrue();
        assertThat(isGranted(0, 1)).isFalse();
        assertThat(isGranted(1, 1)).isFalse();
    }

    @Test
    void aLineGrantsItsRangeAndNotOneMore() {
        assertThat(isGranted(1000, 1999, "root:1000:1000")).isTrue();
        assertThat(isGranted(1500, 1500, "root:1000:1000")).isTrue();
        assertThat(isGranted(999, 1000, "root:1000:1000")).isFalse();
        assertThat(isGranted(1000, 2000, "root:1000:1000")).isFalse();
        assertThat(isGranted(1000, 1000, "root:1000:0")).isFalse();
    }

    @Test
    void rootMayBeNamedByItsNumberAndOthersDoNotCount() {
        assertThat(isGranted(1000, 1999, " 0:1000:1000 ")).isTrue();
        assertThat(isGranted(1000, 1999, "alice:1000:1000", "00:1000:1000")).isFalse();
    }

    @Test
    void severalLinesGrantTogetherInWhateverOrder() {
        assertThat(isGranted(0, 29, "root:20:10", "root:1:5", "root:4:17")).isTrue();
        assertThat(isGranted(10, 29, "root:20:10", "root:10:9")).isFalse();
        assertThat(isGranted(10, 10, "root:5:10", "root:1:2")).isTrue();
    }

    @Test
    void whatIsNoLineOfTheFileCountsForNothing() {
        String[] lines = {"", "# root:1:9", "root:1", "root::9", "root:1:", "root:-1:9", "root:x:9", "root:1:9:9"};

        assertThat(isGranted(1, 1, lines)).isFalse();
        assertThat(isGranted(0, 0, lines)).isTrue();
    }

    @Test
    void oddLinesArePassedOver() {
        assertThat(isGranted(1000, 1999, "root:x:1000", "root:1000:99999999999999999999", "root:1000", ""))
                .isFalse();
        assertThat(isGranted(1000, 1999, "# root", "root:1000:1000")).isTrue();
    }
}

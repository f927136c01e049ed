package io.gantry.daemon.runtime;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.runtime.idmap.GrantedIds;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerHostRulesTest {
    private static final ContainerHostRules RULES = new ContainerHostRules(
            text -> !text.contains("lxc.foo"),
            GrantedIds.parse(List.of("joe:100:50", "root:1000:1", "root:1001:9", "root:100000:65536")),
            GrantedIds.parse(List.of("root:1000:1")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "both 1000 1000",
                "uid 1000-1009 1000-1009",
                "uid 0 0",
                "uid 1000 1000\ngid 1000 1000",
                "uid 100000-165535 0-65535"
            })
    void idsThatRootMayGiveAreTaken(String map) {
        assertThatCode(() -> RULES.check(Map.of("raw.idmap", map))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"both 1001 1001", "uid 1000-1010 1000-1010", "gid 1001 1001", "uid 100 100", "uid 50 50"})
    void othersAreRefused(String map) {
        assertThatThrownBy(() -> RULES.check(Map.of("raw.idmap", map)))
                .isInstanceOf(DaemonException.class)
                .hasMessageContaining("raw.idmap")
                .hasMessageContaining("root:");
    }

    @Test
    void theLineThatLiblxcDoesNotTakeIsNamed() {
        assertThatThrownBy(() -> RULES.check(Map.of("raw.lxc", "lxc.cap.drop = mknod\nlxc.foo = 1\n")))
                .isInstanceOf(DaemonException.class)
                .hasMessageContaining("raw.lxc")
                .hasMessageContaining("\"lxc.foo = 1\"");
    }

    @Test
    void whatIsThereAlreadyIsInNobodysWay() {
        Map<String, String> bad = Map.of("raw.lxc", "lxc.foo = 1");

        assertThatCode(() -> RULES.checkChange(bad, Map.of("raw.lxc", "lxc.foo = 1", "user.x", "1")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> RULES.checkChange(Map.of(), bad)).isInstanceOf(DaemonException.class);
    }
}

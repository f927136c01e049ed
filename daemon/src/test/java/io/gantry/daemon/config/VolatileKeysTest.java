package io.gantry.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VolatileKeysTest {
    private static final Map<String, String> SAID = Map.of(
            "user.x", "1",
            "volatile.last_state.idmap", "[{}]",
            "volatile.last_state.power", "RUNNING",
            "volatile.idmap.base", "4000000",
            "volatile.idmap.current", "[{}]",
            "volatile.idmap.next", "[{}]",
            "volatile.uuid", "theirs",
            "volatile.apply_template", "create",
            "volatile.eth0.host_name", "vethTheirs",
            "volatile.eth0.hwaddr", "00:16:3e:00:00:01");

    @Test
    void aClientMakesNoFactsForANewInstance() {
        assertThat(VolatileKeys.withoutFacts(SAID)).containsOnlyKeys("user.x", "volatile.eth0.hwaddr");
    }

    @Test
    void whatComesFromElsewhereKeepsItsIdentityOnly() {
        assertThat(VolatileKeys.withoutFactsOfHost(SAID))
                .containsOnlyKeys("user.x", "volatile.eth0.hwaddr", "volatile.uuid", "volatile.apply_template");
    }

    @Test
    void theFactsOfAnInstanceStayWhateverIsSaid() {
        Map<String, String> now = Map.of(
                "user.x", "0",
                "volatile.last_state.idmap", "[]",
                "volatile.uuid", "ours",
                "volatile.eth0.hwaddr", "00:16:3e:00:00:02");

        var expected = new HashMap<>(Map.of(
                "user.x", "1",
                "volatile.last_state.idmap", "[]",
                "volatile.uuid", "ours",
                "volatile.eth0.hwaddr", "00:16:3e:00:00:01"));
        assertThat(VolatileKeys.withFactsOf(now, SAID)).isEqualTo(expected);
    }

    @Test
    void whatBelongsToADeviceGoesWithIt() {
        assertThat(VolatileKeys.ofPresent(SAID, Set.of()))
                .doesNotContainKeys("volatile.eth0.host_name", "volatile.eth0.hwaddr")
                .containsKeys("volatile.uuid", "volatile.last_state.power", "user.x");
        assertThat(VolatileKeys.ofPresent(SAID, Set.of("eth0"))).isEqualTo(SAID);
    }

    @Test
    void keysOfAnotherServersHostAreToldFromOurs() {
        assertThat(VolatileKeys.isForeign("volatile.eth0.last_state.created")).isTrue();
        assertThat(VolatileKeys.isForeign("volatile.eth0.hwaddr")).isFalse();
        assertThat(VolatileKeys.isForeign("volatile.uuid")).isFalse();
        assertThat(VolatileKeys.isForeign("user.x")).isFalse();
    }
}

package io.gantry.daemon.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.InstancePut;
import io.gantry.api.InstancesPost;
import io.gantry.daemon.core.FakeClock;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The configuration that a client sends after a refresh, of another server that may know more. */
class RefreshFollowUpsTest {
    private static final InstanceRecord C1 = new InstanceRecord(
            ActTools.key("c1"), "q", InstanceSettings.ofProfiles("x86_64", List.of()), Instant.EPOCH, Instant.EPOCH);
    private static final Map<String, String> ROOT = ActTools.root("p");
    private static final Map<String, String> CONFIG = Map.of("user.a", "1", "security.from_the_future", "true");
    private static final Map<String, Map<String, String>> DEVICES =
            Map.of("root", ROOT, "tpm", Map.of("type", "from_the_future"));

    private final FakeClock clock = new FakeClock();
    private final RefreshFollowUps followUps = new RefreshFollowUps(clock);

    private void refresh() {
        followUps.expect(
                C1,
                InstancesPost.container("c1").config(CONFIG).devices(DEVICES).build());
    }

    private static InstancePut.Builder put(Map<String, String> config, Map<String, Map<String, String>> devices) {
        return InstancePut.builder().config(config).devices(devices).description("new");
    }

    @Test
    void withoutARefreshAllIsTheUsersWord() {
        InstancePut wanted = put(CONFIG, DEVICES).build();

        assertThat(followUps.understood(C1, wanted)).isSameAs(wanted);
    }

    @Test
    void whatWasSaidWithTheRefreshIsUnderstoodAsItWasThen() {
        refresh();

        InstancePut understood = followUps.understood(C1, put(CONFIG, DEVICES).build());

        assertThat(understood.config()).isEqualTo(Map.of("user.a", "1"));
        assertThat(understood.devices()).isEqualTo(Map.of("root", ActTools.root("q")));
        assertThat(understood.description()).isEqualTo("new");
    }

    @Test
    void itFollowsOnlyOnce() {
        refresh();
        InstancePut wanted = put(CONFIG, DEVICES).build();

        assertThat(followUps.understood(C1, wanted)).isNotEqualTo(wanted);
        assertThat(followUps.understood(C1, wanted)).isSameAs(wanted);
    }

    @Test
    void itFollowsAtOnceOrNotAtAll() {
        refresh();
        clock.advance(Duration.ofSeconds(61));
        InstancePut wanted = put(CONFIG, DEVICES).build();

        assertThat(followUps.understood(C1, wanted)).isSameAs(wanted);
    }

    @Test
    void itDoesNotFollowForALaterInstanceOfTheName() {
        refresh();
        var later = new InstanceRecord(C1.key(), "q", C1.settings(), Instant.EPOCH.plusSeconds(1), Instant.EPOCH);
        InstancePut wanted = put(CONFIG, DEVICES).build();

        assertThat(followUps.understood(later, wanted)).isSameAs(wanted);
    }

    @Test
    void itFollowsOnlyForTheInstanceThatWasRefreshed() {
        refresh();
        var c2 = new InstanceRecord(ActTools.key("c2"), "q", C1.settings(), Instant.EPOCH, Instant.EPOCH);
        InstancePut wanted = put(CONFIG, DEVICES).build();

        assertThat(followUps.understood(c2, wanted)).isSameAs(wanted);
        assertThat(followUps.understood(C1, wanted)).isNotEqualTo(wanted);
    }

    @Test
    void whatIsSaidOnlyNowIsTheUsersWord() {
        refresh();
        Map<String, String> config = Map.of("security.from_the_future", "false", "user.b", "2");
        Map<String, Map<String, String>> devices =
                Map.of("root", ActTools.root("r"), "tpm", Map.of("type", "from_the_future", "path", "/dev/tpm"));

        InstancePut understood = followUps.understood(C1, put(config, devices).build());

        assertThat(understood.config()).isEqualTo(config);
        assertThat(understood.devices()).isEqualTo(devices);
    }

    @Test
    void otherDevicesStayAsTheyWereSaid() {
        Map<String, Map<String, String>> devices =
                Map.of("root", ROOT, "data", Map.of("type", "disk", "path", "/data", "source", "/srv"));
        followUps.expect(C1, InstancesPost.container("c1").devices(devices).build());

        assertThat(followUps.understood(C1, put(Map.of(), devices).build()).devices())
                .isEqualTo(Map.of(
                        "root", ActTools.root("q"), "data", Map.of("type", "disk", "path", "/data", "source", "/srv")));
    }

    @Test
    void factsOfTheOtherHostAreLeftOut() {
        refresh();

        assertThat(followUps
                        .understood(
                                C1,
                                put(Map.of("volatile.last_state.power", "RUNNING", "user.a", "1"), DEVICES)
                                        .build())
                        .config())
                .isEqualTo(Map.of("user.a", "1"));
    }
}

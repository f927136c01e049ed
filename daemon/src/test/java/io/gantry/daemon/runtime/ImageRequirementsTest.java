package io.gantry.daemon.runtime;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.instance.ExpandedInstance;
import io.gantry.daemon.instance.InstanceKey;
import io.gantry.daemon.instance.InstanceRecord;
import io.gantry.daemon.instance.InstanceSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageRequirementsTest {
    @TempDir
    Path cgroups;

    private static ExpandedInstance instance(Map<String, String> config) {
        var record = new InstanceRecord(
                new InstanceKey("default", "c1"),
                "pool",
                InstanceSettings.ofProfiles("x86_64", List.of()).withConfig(config),
                Instant.EPOCH,
                Instant.EPOCH);
        return ExpandedInstance.of(record, List.of());
    }

    private void check(String... pairs) {
        var config = new java.util.HashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            config.put(pairs[i], pairs[i + 1]);
        }
        ImageRequirements.check(instance(config), cgroups);
    }

    @Test
    void privilegesAreAsTheImageNeedsThem() {
        for (String wrong : List.of("", "false")) {
            assertThatThrownBy(() -> check("image.requirements.privileged", "true", "security.privileged", wrong))
                    .isInstanceOf(DaemonException.class)
                    .hasMessageContaining("security.privileged=true");
        }
        assertThatThrownBy(() -> check("image.requirements.privileged", "false", "security.privileged", "1"))
                .isInstanceOf(DaemonException.class)
                .hasMessageContaining("security.privileged=false");
        assertThatCode(() -> check("image.requirements.privileged", "true", "security.privileged", "true"))
                .doesNotThrowAnyException();
        assertThatCode(() -> check("image.requirements.privileged", "false")).doesNotThrowAnyException();
    }

    @Test
    void nestingIsOnWhereTheImageNeedsIt() {
        assertThatThrownBy(() -> check("image.requirements.nesting", "true"))
                .isInstanceOf(DaemonException.class)
                .hasMessageContaining("security.nesting=true");
        assertThatCode(() -> check("image.requirements.nesting", "true", "security.nesting", "true"))
                .doesNotThrowAnyException();
        assertThatCode(() -> check("image.requirements.nesting", "false", "security.nesting", "true"))
                .doesNotThrowAnyException();
    }

    @Test
    void theHostHasTheControlGroupsThatTheImageNeeds() throws Exception {
        assertThatThrownBy(() -> check("image.requirements.cgroup", "v1"))
                .isInstanceOf(DaemonException.class)
                .hasMessageContaining("requires a CGroupV1 host system");
        Files.createDirectory(cgroups.resolve("systemd"));
        assertThatCode(() -> check("image.requirements.cgroup", "v1")).doesNotThrowAnyException();
    }

    @Test
    void otherRequirementsAreNotOnesOfContainers() {
        assertThatCode(() -> check("image.requirements.secureboot", "false")).doesNotThrowAnyException();
    }
}

package io.gantry.daemon.migration;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.ApiJson;
import io.gantry.daemon.failure.DaemonException;
import io.gantry.daemon.failure.FailureCategory;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** The target's answer to the source's index. */
class IndexHeaderTest {
    private static void require(String answer) {
        IndexHeader.requireAccepted(answer.getBytes(UTF_8));
    }

    @Test
    void aTargetThatAcceptsSaysSoInLxdsFields() {
        assertThat(ApiJson.readTree(IndexHeader.accepted(true)))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsOnlyKeys("StatusCode", "Error", "Refresh")
                .containsEntry("Error", "")
                .containsEntry("Refresh", true)
                .hasEntrySatisfying("StatusCode", code -> assertThat(code).hasToString("200"));
        assertThat(new String(IndexHeader.accepted(false), UTF_8)).contains("\"Refresh\":false");
    }

    @Test
    void whatATargetAcceptsGoesOn() {
        assertThatCode(() -> {
                    IndexHeader.requireAccepted(IndexHeader.accepted(true));
                    require("{\"StatusCode\":200,\"Error\":\"\",\"Refresh\":null,\"More\":1}");
                })
                .doesNotThrowAnyException();
    }

    @Test
    void whatATargetRefusesIsToldWithItsReason() {
        for (int code : List.of(400, 404, 500, 0)) {
            String answer = ApiJson.write(Map.of("StatusCode", code, "Error", "the pool is too small"));
            assertThatThrownBy(() -> require(answer))
                    .isInstanceOfSatisfying(
                            DaemonException.class,
                            failure -> assertThat(failure.category()).isEqualTo(FailureCategory.CONFLICT))
                    .hasMessage("the target refused the transfer: the pool is too small");
        }
    }
}

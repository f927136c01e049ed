package io.gantry.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.cli.failure.CommandFailure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlInputTest {
    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? "})
    void whatIsNestedWithoutEndIsRefused(String nest) {
        String text = nest.repeat(100_000);
        assertThatThrownBy(() -> YamlInput.readMap(text)).isInstanceOf(CommandFailure.class);
        assertThatThrownBy(() -> YamlInput.readTypedMap(text)).isInstanceOf(CommandFailure.class);
    }

    @Test
    void aTypedMapHasBooleansAndNumbers() {
        assertThat(YamlInput.readTypedMap("a: true\nb: 7\nc: [x]\n"))
                .isEqualTo(Map.of("a", true, "b", 7, "c", List.of("x")));
    }
}

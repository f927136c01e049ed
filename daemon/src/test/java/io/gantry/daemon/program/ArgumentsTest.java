package io.gantry.daemon.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ArgumentsTest {
    @Test
    void flagsComeBeforeAndAfterTheCommandAndInBothForms() {
        var arguments =
                new Arguments(List.of("--debug", "init", "--auto", "--storage-backend=btrfs", "--network-port", "1"));

        assertThat(arguments.command()).isEqualTo("init");
        assertThat(arguments.has("debug")).isTrue();
        assertThat(arguments.has("verbose")).isFalse();
        assertThat(arguments.value("storage-backend")).contains("btrfs");
        assertThat(arguments.number("network-port")).contains(1L);
    }

    @Test
    void withoutACommandItIsTheDaemon() {
        assertThat(new Arguments(List.of("--group", "lxd")).command()).isEmpty();
        assertThat(new Arguments(List.of("--group", "")).value("group")).isEmpty();
    }

    @Test
    void helpAndVersionWinOverTheCommand() {
        assertThat(new Arguments(List.of("init", "--help")).command()).isEqualTo("help");
        assertThat(new Arguments(List.of("-h")).command()).isEqualTo("help");
        assertThat(new Arguments(List.of("--version")).command()).isEqualTo("version");
    }

    @Test
    void whatCannotBeUnderstoodIsNamed() {
        assertThatThrownBy(() -> new Arguments(List.of("--bogus"))).hasMessageContaining("--bogus");
        assertThatThrownBy(() -> new Arguments(List.of("init", "twice"))).hasMessageContaining("twice");
        assertThatThrownBy(() -> new Arguments(List.of("--group"))).hasMessageContaining("--group");
        var arguments = new Arguments(List.of("shutdown", "--timeout", "soon"));
        assertThatThrownBy(() -> arguments.number("timeout")).hasMessageContaining("soon");
    }
}

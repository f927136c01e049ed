package io.gantry.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.cli.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteAddressTest {
    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, https://10.0.0.1:8443",
        "10.0.0.1:1234, https://10.0.0.1:1234",
        "host.example, https://host.example:8443",
        "https://host.example, https://host.example:8443",
        "https://host.example/, https://host.example:8443",
        "https://host.example:443, https://host.example:443",
        "2607:f2c0:f00f:2770:216:3eff:fee1:bd67, https://[2607:f2c0:f00f:2770:216:3eff:fee1:bd67]:8443",
        "::1, https://[::1]:8443",
        "[::1], https://[::1]:8443",
        "[::1]:9, https://[::1]:9",
        "https://[::1], https://[::1]:8443",
        "unix:, unix://",
        "unix://, unix://",
        "unix:/run/x.socket, unix:///run/x.socket",
        "unix:///run/x.socket, unix:///run/x.socket",
        "/run/x.socket, unix:///run/x.socket",
    })
    void isCompleted(String typed, String address) {
        assertThat(RemoteAddress.complete(typed, folder)).isEqualTo(address);
    }

    @Test
    void aFileThatIsThereIsASocket() throws IOException {
        Files.createFile(folder.resolve("x.socket"));
        assertThat(RemoteAddress.complete("x.socket", folder)).isEqualTo("unix://" + folder.resolve("x.socket"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://host", "ftp://host", "https://", "", "host/path", "two words"})
    void isRefusedWhereItIsNone(String typed) {
        assertThatThrownBy(() -> RemoteAddress.complete(typed, folder)).isInstanceOf(UsageException.class);
    }
}

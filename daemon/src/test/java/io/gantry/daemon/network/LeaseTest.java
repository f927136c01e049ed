package io.gantry.daemon.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.daemon.config.value.Cidr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaseTest {
    @TempDir
    private Path folder;

    @Test
    void readsWhatDnsmasqKeeps() throws IOException {
        Path file = Files.writeString(folder.resolve("leases"), """
                1795822000 00:16:3E:0a:0b:0c 10.1.2.3 c1 01:00:16:3e:0a:0b:0c
                1795822001 00:16:3e:0a:0b:0d 10.1.2.4 * *
                duid 00:01:00:01:2a
                1795822002 1050 fd42::5 c1 00:01:00:01:2a
                """);

        assertThat(Lease.read(file))
                .isEqualTo(List.of(
                        new Lease("00:16:3e:0a:0b:0c", "10.1.2.3", "c1"),
                        new Lease("00:16:3e:0a:0b:0d", "10.1.2.4", "*"),
                        new Lease("", "fd42::5", "c1")));
        assertThat(Lease.read(folder.resolve("none"))).isEmpty();
    }

    @Test
    void addressesThatClientsGiveThemselvesAreKnownFromTheirMac() {
        assertThat(Ipv6Subnet.of(Cidr.parseIpv6("fd42:1:2:3::1/64")).addressOf("00:16:3e:0a:0b:0c"))
                .isEqualTo("fd42:1:2:3:216:3eff:fe0a:b0c");
        assertThat(Ipv6Subnet.of(Cidr.parseIpv6("2001:db8::1/64")).addressOf("02:00:00:0a:0b:0c"))
                .isEqualTo("2001:db8::ff:fe0a:b0c");
    }
}

package io.gantry.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.e2e.fixture.Await;
import io.gantry.e2e.fixture.Client;
import io.gantry.e2e.fixture.Command;
import io.gantry.e2e.fixture.Pair;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Offers of migrations: who may take them, how often, how long, and at which address. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // the hosts are made once for all tests of the class
class CopySecurityTest {
    private static final Pattern FIELD = Pattern.compile("\"(id|control|fs)\":\\s*\"([^\"]+)\"");

    private Pair pair;
    private Client user;

    @BeforeAll
    void startHosts() {
        pair = Pair.ofGantry("dir", "dir");
        user = pair.user();
        user.lxc("init", "bb", "foo:c1");
    }

    @AfterAll
    void stopHosts() {
        pair.close();
    }

    /** An offer of foo's c1. */
    private record Offer(String id, String control, String fs) {
        static Offer make(Client user) {
            String reply = user.lxc("query", "-X", "POST", "-d", "{\"migration\": true}", "foo:/1.0/instances/c1");
            Matcher field = FIELD.matcher(reply);
            String id = "";
            String control = "";
            String fs = "";
            while (field.find()) {
                switch (field.group(1)) {
                    case "id" -> id = field.group(2);
                    case "control" -> control = field.group(2);
                    default -> fs = field.group(2);
                }
            }
            return new Offer(id, control, fs);
        }

        String at(String... addresses) {
            return String.join(
                    ",",
                    java.util.Arrays.stream(addresses)
                            .map(address -> "https://" + address + ":8443/1.0/operations/" + id)
                            .toList());
        }
    }

    /** Makes the local daemon take an offer, and waits for the end. */
    private Command.Outcome take(Offer offer, String operation, String certificate, String name) {
        String body = """
                {"name": "%s", "profiles": ["default"], "source": {"type": "migration", "mode": "pull", "operation": "%s",
                "certificate": "%s", "secrets": {"control": "%s", "fs": "%s"}}}
                """.formatted(name, operation, certificate.replace("\n", "\\n"), offer.control(), offer.fs());
        return user.attempt("query", "-X", "POST", "--wait", "-d", body, "/1.0/instances");
    }

    private static String certificateOf(io.gantry.e2e.fixture.Daemon daemon) {
        try {
            return Files.readString(daemon.lxdDir().resolve("server.crt"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void onlyTheSourceWithThePinnedCertificateIsTrustedAndAnOfferIsTakenOnce() {
        Offer offer = Offer.make(user);
        String there = offer.at(pair.hosts().second().address());

        assertThat(take(offer, there, certificateOf(pair.local()), "c2").refused())
                .contains("certificate");
        assertThat(user.refused("info", "c2")).contains("not found");

        take(offer, there, certificateOf(pair.foo()), "c2").succeeded();
        assertThat(take(offer, there, certificateOf(pair.foo()), "c3").refused())
                .contains("cannot connect to the source");
        assertThat(user.refused("info", "c3")).contains("not found");
        user.lxc("start", "c2");
        user.lxc("delete", "--force", "c2");
    }

    @Test
    void wrongSecretsOpenNothing() {
        Offer offer = Offer.make(user);
        char last = offer.fs().charAt(offer.fs().length() - 1);
        var guessed = new Offer(
                offer.id(),
                offer.control(),
                offer.fs().substring(0, offer.fs().length() - 1) + (last == '0' ? '1' : '0'));

        assertThat(take(guessed, offer.at(pair.hosts().second().address()), certificateOf(pair.foo()), "c4")
                        .refused())
                .contains("cannot connect to the source");

        assertThat(user.refused("info", "c4")).contains("not found");
        user.attempt("operation", "delete", "foo:" + offer.id());
    }

    @Test
    void allAddressesOfTheSourceAreTriedAlsoOfVersion6() {
        for (var host : new io.gantry.e2e.fixture.Host[] {
            pair.hosts().first(), pair.hosts().second()
        }) {
            Command.of("ip", "-n", host.namespace(), "addr", "add")
                    .with(host == pair.hosts().first() ? "fd99::1/64" : "fd99::2/64", "dev", "eth0", "nodad")
                    .output();
        }
        user.lxc("config", "set", "foo:", "core.https_address", "[::]:8443");
        Offer offer = Offer.make(user);

        // Nobody has the first two addresses, and nothing listens at the third.
        String operation = offer.at("10.99.0.77", "[fd99::77]", "127.0.0.1", "[fd99::2]");
        take(offer, operation, certificateOf(pair.foo()), "c5").succeeded();

        user.lxc("delete", "c5");
        user.lxc("remote", "add", "six", "[fd99::2]", "--accept-certificate", "--password", "secret");
        user.lxc("copy", "six:c1", "c6");
        user.lxc("copy", "c6", "six:", "--mode", "push");
        user.lxc("delete", "c6", "six:c6");
    }

    @Test
    void anOfferThatNobodyTakesEnds() {
        Offer offer = Offer.make(user);
        assertThat(user.refused("start", "foo:c1")).contains("busy").contains("copy");

        Await.until(
                "the offer ends",
                Duration.ofSeconds(60),
                () -> !user.lxc("operation", "list", "foo:", "--format", "csv").contains(offer.id()));

        user.lxc("start", "foo:c1");
        user.lxc("stop", "--force", "foo:c1");
    }
}

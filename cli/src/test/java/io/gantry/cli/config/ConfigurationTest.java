package io.gantry.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.cli.fixture.ClientRun;
import io.gantry.cli.fixture.FakeServer;
import io.gantry.cli.fixture.FakeTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    private static final String C1 = "/1.0/instances/c1";

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // made before each test
    private FakeServer server;

    @BeforeEach
    void start() {
        server = new FakeServer(folder);
        server.versioned("GET " + C1, "v1", """
                {"name": "c1", "architecture": "x86_64", "config": {"user.a": "1", "user.text": "two\\nlines"},
                 "devices": {"own": {"type": "none"}}, "ephemeral": false, "profiles": ["default"], "stateful": false,
                 "description": "", "expanded_config": {"user.a": "1", "user.p": "profile"},
                 "expanded_devices": {"own": {"type": "none"}, "root": {"path": "/", "pool": "p", "type": "disk"}}}""");
        server.success("PUT " + C1);
        server.versioned("GET /1.0/profiles/web", "p1", """
                {"name": "web", "description": "d", "config": {"user.q": "7"}, "devices": {}, "used_by": null}""");
        server.sync("PUT /1.0/profiles/web", "null");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String lxc(String line) {
        return ClientRun.of(folder, line).succeeded();
    }

    private String written() {
        return server.sent("PUT " + C1).toString();
    }

    private String written(String field) {
        return server.sent("PUT " + C1) instanceof Map<?, ?> fields ? String.valueOf(fields.get(field)) : "";
    }

    @Test
    void showsWhatAnInstanceHasItselfAndWithItsProfiles() {
        assertThat(lxc("config show c1")).isEqualTo("""
                architecture: x86_64
                config:
                  user.a: "1"
                  user.text: |-
                    two
                    lines
                devices:
                  own:
                    type: none
                ephemeral: false
                profiles:
                - default
                stateful: false
                description: ""
                """);
        assertThat(lxc("config show c1 --expanded")).contains("user.p: profile", "pool: p");
        assertThat(lxc("profile show web")).isEqualTo("""
                config:
                  user.q: "7"
                description: d
                devices: {}
                name: web
                used_by: []
                """);
    }

    @Test
    void getsKeys() {
        assertThat(lxc("config get c1 user.a")).isEqualTo("1\n");
        assertThat(lxc("config get c1 user.p")).isEqualTo("\n");
        assertThat(lxc("config get c1 user.p --expanded")).isEqualTo("profile\n");
        assertThat(lxc("profile get web user.q")).isEqualTo("7\n");
    }

    @Test
    void setsKeysInAllForms() {
        lxc("config set c1 user.b=2 user.c=x=y");
        assertThat(written("config")).contains("user.a=1", "user.b=2", "user.c=x=y");
        assertThat(server.requests().getLast().line()).contains("operations");
        assertThat(server.requests().stream()
                        .filter(request -> request.method().equals("PUT"))
                        .findFirst()
                        .orElseThrow()
                        .headers())
                .containsEntry("if-match", "v1");
    }

    @Test
    void setsOneKeyByNameAndValueAndFromStandardInput() {
        lxc("config set c1 user.b 2");
        assertThat(written("config")).contains("user.b=2");
        ClientRun.of(folder, FakeTerminal.piped("from a\npipe"), "profile", "set", "web", "user.q", "-")
                .succeeded();
        assertThat(server.sent("PUT /1.0/profiles/web").toString()).contains("user.q=from a\npipe");
    }

    @Test
    void keysOfTheServerAreMergedSoThatSecretsStay() {
        server.sync("PATCH /1.0", "null");
        lxc("config set core.https_address [::]:8443");
        lxc("config set local: core.trust_password=x");
        lxc("config unset core.https_address");
        assertThat(server.requests().stream()
                        .filter(request -> request.method().equals("PATCH"))
                        .map(FakeServer.Request::body))
                .containsExactly(
                        "{\"config\":{\"core.https_address\":\"[::]:8443\"}}",
                        "{\"config\":{\"core.trust_password\":\"x\"}}",
                        "{\"config\":{\"core.https_address\":\"\"}}");
    }

    @Test
    void unsetsAKeyThatIsSet() {
        lxc("config unset c1 user.a");
        assertThat(written("config")).doesNotContain("user.a");
        assertThat(ClientRun.of(folder, "config unset c1 user.z").refused()).contains("it's not currently set");
        lxc("profile unset web user.z");
    }

    @Test
    void editsFromStandardInputAndKeepsTypes() {
        ClientRun.of(
                        folder,
                        FakeTerminal.piped(
                                "config:\n  user.n: 1.10\n  user.b: yes\nephemeral: true\nprofiles: []\ndevices: {}\n"),
                        "config",
                        "edit",
                        "c1")
                .succeeded();
        assertThat(written())
                .contains(
                        "config={user.n=1.10, user.b=yes}",
                        "ephemeral=true",
                        "profiles=[]",
                        "devices={}",
                        "description=");
    }

    @Test
    void emptyInputChangesNothing() {
        assertThat(ClientRun.of(folder, "config edit c1").refused())
                .contains("Standard input is empty")
                .contains("`lxc config show`");
        assertThat(ClientRun.of(folder, FakeTerminal.piped("# only this\n"), "profile", "edit", "web")
                        .refused())
                .contains("`lxc profile show`");
        assertThat(server.changes()).isEmpty();
    }

    @Test
    void wrongYamlIsRefusedOnOneLine() {
        assertThat(ClientRun.of(folder, FakeTerminal.piped("config: [\n"), "config", "edit", "c1")
                        .refused())
                .startsWith("this is not YAML: ")
                .contains("at line 2, column 1");
        assertThat(ClientRun.of(folder, FakeTerminal.piped("just text\n"), "config", "edit", "c1")
                        .refused())
                .isEqualTo("the YAML must be made of `key: value` lines");
    }

    @Test
    void theEditorGetsTheFileAndItsTextIsWritten() throws IOException {
        FakeTerminal terminal = FakeTerminal.typed("").withEditor(command -> {
            assertThat(command.getFirst()).isEqualTo("ed");
            Path file = Path.of(command.getLast());
            assertThat(file.toString()).endsWith(".yaml");
            String text = Files.readString(file);
            assertThat(text).startsWith("### This is a YAML representation").contains("  user.a: \"1\"");
            Files.writeString(file, text.replace("user.a: \"1\"", "user.a: \"2\""));
            return 0;
        });
        ClientRun run = ClientRun.of(folder, Map.of("EDITOR", "ed -s"), terminal, "config", "edit", "c1");
        assertThat(run.status()).isZero();
        assertThat(written("config")).contains("user.a=2");
    }

    @Test
    void anEditorThatFailsChangesNothing() {
        ClientRun run = ClientRun.of(
                folder,
                Map.of("VISUAL", "false"),
                FakeTerminal.typed("").withEditor(command -> 1),
                "config",
                "edit",
                "c1");
        assertThat(run.refused()).contains("the editor false ended with status 1; nothing was changed");
        assertThat(server.changes()).isEmpty();
    }

    @Test
    void whatTheServerRefusesIsEditedAgain() {
        server.refuse("PUT /1.0/profiles/web", 400, "no such key");
        var calls = new java.util.ArrayList<String>();
        FakeTerminal terminal = FakeTerminal.typed("\n").withEditor(command -> {
            calls.add("edited");
            if (calls.size() == 2) {
                server.sync("PUT /1.0/profiles/web", "null");
            }
            return 0;
        });
        ClientRun run = ClientRun.of(folder, Map.of("EDITOR", "ed"), terminal, "profile", "edit", "web");
        assertThat(run.status()).isZero();
        assertThat(run.err()).isEqualTo("Config parsing error: no such key\n");
        assertThat(calls).hasSize(2);
    }

    @Test
    void devicesAreShown() {
        assertThat(lxc("config device list c1")).isEqualTo("own\n");
        assertThat(lxc("config device show c1")).isEqualTo("own:\n  type: none\n");
        assertThat(lxc("config device get c1 own type")).isEqualTo("none\n");
        assertThat(lxc("profile device list web")).isEqualTo("\n");
    }

    @Test
    void devicesAreChanged() {
        assertThat(lxc("config device add c1 d disk source=/a path=/b")).isEqualTo("Device d added to c1\n");
        assertThat(written("devices")).contains("d={path=/b, source=/a, type=disk}", "own={type=none}");
        assertThat(lxc("config device remove c1 own")).isEqualTo("Device own removed from c1\n");
        assertThat(lxc("config device override c1 root size=1GiB")).isEqualTo("Device root overridden for c1\n");
        assertThat(lxc("config device set c1 own type=unix-char")).isEmpty();
        assertThat(lxc("config device unset c1 own type")).isEmpty();
        assertThat(server.changes()).hasSize(5);
    }

    @Test
    void devicesThatAreMissingTakenOrInheritedAreRefused() {
        assertThat(ClientRun.of(folder, "config device add c1 own none").refused())
                .contains("The device already exists");
        assertThat(ClientRun.of(folder, "config device remove c1 nope").refused())
                .isEqualTo("Device doesn't exist: c1 has no \"nope\"; it has: own");
        assertThat(ClientRun.of(folder, "config device set c1 root size=1GiB").refused())
                .startsWith("Device from profile(s) cannot be modified for individual instance");
        assertThat(ClientRun.of(folder, "config device override c1 nope").refused())
                .contains("The profile device doesn't exist");
        assertThat(ClientRun.of(folder, "config device add c1 d disk source").refused())
                .contains("No value found in \"source\"");
        assertThat(server.changes()).isEmpty();
    }

    @Test
    void aMissingThingIsNamedWithTheListThatHasTheOthers() {
        assertThat(ClientRun.of(folder, "config show nope").refused())
                .isEqualTo(
                        "Instance not found: there is no \"nope\" on local:; `lxc list local:` shows those there are");
        assertThat(ClientRun.of(folder, "profile show nope").refused()).contains("`lxc profile list local:`");
        assertThat(ClientRun.of(folder, "storage show nope").refused()).contains("`lxc storage list local:`");
    }

    @Test
    void profilesAreAssignedAddedAndTakenAway() {
        assertThat(lxc("profile apply c1 default,web")).isEqualTo("Profiles default,web applied to c1\n");
        assertThat(written("profiles")).isEqualTo("[default, web]");
        assertThat(lxc("profile add c1 web")).isEqualTo("Profile web added to c1\n");
        assertThat(lxc("profile remove c1 default")).isEqualTo("Profile default removed from c1\n");
        assertThat(ClientRun.of(folder, FakeTerminal.piped(""), "profile", "assign", "c1", "")
                        .succeeded())
                .isEqualTo("Profiles (none) applied to c1\n");
        assertThat(ClientRun.of(folder, "profile remove c1 web").refused()).contains("isn't currently applied");
    }

    @Test
    void profilesAreMadeRenamedCopiedAndDeleted() {
        server.sync("POST /1.0/profiles", "null")
                .sync("POST /1.0/profiles/web", "null")
                .sync("DELETE /1.0/profiles/web", "null");
        assertThat(lxc("profile create web")).isEqualTo("Profile web created\n");
        assertThat(lxc("profile rename web www")).isEqualTo("Profile web renamed to www\n");
        lxc("profile copy web local:other");
        assertThat(lxc("profile delete web")).isEqualTo("Profile web deleted\n");
        assertThat(server.requests().stream()
                        .filter(request -> request.line().equals("POST /1.0/profiles"))
                        .map(FakeServer.Request::body)
                        .toList()
                        .getLast())
                .contains("\"user.q\":\"7\"")
                .contains("\"name\":\"other\"");
    }

    private String edited(String line, String yaml, String request) {
        ClientRun.of(folder, FakeTerminal.piped(yaml), line.split(" ", -1)).succeeded();
        return String.valueOf(server.sent(request));
    }

    @Test
    void whatIsLeftEmptyInYamlIsEmpty() {
        assertThat(edited(
                        "profile edit web",
                        "\uFEFF---\r\nconfig:\r\n  user.a:\r\n  user.b: ~\r\n  user.c: 012\r\ndescription: x\r\ndevices:\r\n",
                        "PUT /1.0/profiles/web"))
                .isEqualTo("{config={user.a=, user.b=, user.c=012}, description=x, devices={}}");
    }

    @Test
    void aTextOfEmptyFieldsEmptiesThem() {
        assertThat(edited("profile edit web", "config:\ndescription:\n", "PUT /1.0/profiles/web"))
                .isEqualTo("{config={}, description=, devices={}}");
    }

    @Test
    void flagsAreWrittenInAnyOfTheirWords() {
        assertThat(edited("config edit c1", "ephemeral: yes\nprofiles: [a, b]\n", "PUT " + C1))
                .contains("ephemeral=true", "profiles=[a, b]");
    }

    @Test
    void whatCannotBeMeantInYamlIsRefused() {
        for (String yaml : new String[] {"description: [a]\n", "ephemeral: maybe\n", "a: [\n"}) {
            assertThat(ClientRun.of(folder, FakeTerminal.piped(yaml), "config", "edit", "c1")
                            .refused())
                    .as(yaml)
                    .isNotEmpty();
        }
    }

    private void offerImage() {
        server.sync("GET /1.0/images/aliases/bb", "{\"name\": \"bb\", \"target\": \"abc\"}");
        server.versioned("GET /1.0/images/abc", "i1", """
                {"fingerprint": "abc", "auto_update": false, "public": false, "properties": {"a": "b"},
                 "expires_at": "1970-01-01T00:00:00Z", "profiles": ["web"]}""");
        server.sync("PUT /1.0/images/abc", "null");
    }

    @Test
    void anImageThatIsEditedWithoutProfilesHasWhatTheServerGivesByDefault() {
        offerImage();
        assertThat(edited("image edit bb", "public: yes\nproperties: {a: c}\n", "PUT /1.0/images/abc"))
                .contains("public=true", "properties={a=c}")
                .doesNotContain("profiles");
    }

    @Test
    void anImageCanHaveNoProfiles() {
        offerImage();
        assertThat(edited("image edit bb", "properties: {a: c}\nprofiles: []\n", "PUT /1.0/images/abc"))
                .contains("profiles=[]");
    }

    /** Null or empty: each kind of thing takes a field without a value for an empty one, and what it replaces says of which type. */
    @Test
    void everyKindTakesFieldsWithoutValues() {
        offerImage();
        server.versioned("GET /1.0/networks/br", "n1", """
                        {"name": "br", "type": "bridge", "description": "d", "config": {"ipv4.nat": "true"}}""")
                .sync("PUT /1.0/networks/br", "null")
                .versioned("GET /1.0/storage-pools/p", "s1", """
                        {"name": "p", "driver": "dir", "description": "d", "config": {"source": "/x"}}""")
                .sync("PUT /1.0/storage-pools/p", "null");
        assertThat(edited("image edit bb", "public:\nproperties:\nprofiles: []\n", "PUT /1.0/images/abc"))
                .contains("public=false", "properties={}", "profiles=[]")
                .doesNotContain("null");
        assertThat(edited("config edit c1", "config:\ndevices:\nephemeral:\nprofiles:\n", "PUT " + C1))
                .contains("config={}", "devices={}", "ephemeral=false", "profiles=[]")
                .doesNotContain("null");
        assertThat(edited("network edit br", "config:\n  ipv4.nat:\ndescription:\n", "PUT /1.0/networks/br"))
                .contains("config={ipv4.nat=}", "description=")
                .doesNotContain("null");
        assertThat(edited("storage edit p", "config:\ndescription: ~\n", "PUT /1.0/storage-pools/p"))
                .contains("config={}", "description=")
                .doesNotContain("null");
    }

    @Test
    void imagesWithoutPropertiesTakeThemEmptyToo() {
        server.sync("GET /1.0/images/aliases/bb", "{\"name\": \"bb\", \"target\": \"abc\"}")
                .versioned("GET /1.0/images/abc", "i1", """
                        {"fingerprint": "abc", "auto_update": false, "public": false, "properties": null, "profiles": null}""")
                .sync("PUT /1.0/images/abc", "null");
        assertThat(edited("image edit bb", "public: true\nproperties:\n", "PUT /1.0/images/abc"))
                .contains("public=true")
                .doesNotContain("null");
    }
}

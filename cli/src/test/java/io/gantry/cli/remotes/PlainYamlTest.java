package io.gantry.cli.remotes;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.yaml.Yaml;
import io.gantry.cli.config.YamlInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainYamlTest {
    private static final String CONFIGURATION = """
            # made by hand
            default-remote: foo
            remotes:
              foo:
                addr: https://[fd42::1]:8443
                auth_type: tls
                protocol: lxd
                public: false

              images:
                addr: https://images.linuxcontainers.org
                protocol: simplestreams
                public: true
            aliases:
              my list: list --format csv
              say: 'exec c1 -- echo "it''s"'
              q: "quoted # text"
            future:
              number: 15
              text: "15"
              nothing: null
              list: []
              map: {}
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                CONFIGURATION,
                "",
                "# only a comment\n",
                "a: b",
                "a:\n  b: c\nd: e\n",
                "a: {}\n",
                "a: x-y_z\n",
                "a: b:c\n"
            })
    void readsWhatClientsWriteAsALibraryDoes(String text) {
        assertThat(PlainYaml.read(text).map(Yaml::write)).hasValue(Yaml.write(YamlInput.readTypedMap(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- a", "a: [b]", "a: {b: c}", "a: |\n  text\n", "a: &x b", "a: *x", "a: !tag b", "a: b # comment",
                        "a: \"x\\n\"",
                "a: 'x", "\"a\": b", "a:\tb", "a: b: c", "text", "a: b\n  c\n", "a: b\n  c: d\n", " a: b\nc: d\n",
                        "a: b\na: c\n",
                "a:\n    b: c\n  d: e\n", "? a\n: b\n", "---\na: b\n", "%YAML 1.2\n---\na: b\n", "a: b\r\n",
                        "a: >-\n  b\n"
            })
    void leavesOtherYamlToALibrary(String text) {
        assertThat(PlainYaml.read(text)).isEmpty();
    }

    @Test
    void keepsTheOrderOfKeys() {
        assertThat(PlainYaml.read("b: 1\na: 2\nc: 3\n").orElseThrow().keySet()).containsExactly("b", "a", "c");
    }
}

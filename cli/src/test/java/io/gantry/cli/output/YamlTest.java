package io.gantry.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.yaml.Yaml;
import io.gantry.cli.config.YamlInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The layout is that of go-yaml 2, compared with what LXD's client 5.0.2 writes. */
class YamlTest {
    private static String value(@Nullable Object value) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        map.put("k", value);
        return Yaml.write(map);
    }

    @Test
    void mapsAreIndentedAndListsAreNot() {
        var tree = new LinkedHashMap<String, @Nullable Object>();
        tree.put("config", Map.of("user.a", "b"));
        tree.put("devices", Map.of());
        tree.put("profiles", List.of("default", "other"));
        tree.put("addresses", List.of(Map.of("family", "inet")));
        tree.put("none", List.of());
        tree.put("ephemeral", false);
        tree.put("size", 7L);
        tree.put("state", null);
        assertThat(Yaml.write(tree)).isEqualTo("""
                config:
                  user.a: b
                devices: {}
                profiles:
                - default
                - other
                addresses:
                - family: inet
                none: []
                ephemeral: false
                size: 7
                state: null
                """);
    }

    @Test
    void listsOfListsBeginOnOneLine() {
        assertThat(value(List.of(List.of("a", "b"), List.of("c")))).isEqualTo("k:\n- - a\n  - b\n- - c\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"true", "no", "Yes", "on", "null", "~", "1", "1.5", "-3", "0x1f", "1e3", "1_000", "12:30:45", ""
            })
    void textsThatReadAsSomethingElseAreQuoted(String text) {
        assertThat(value(text)).isEqualTo("k: \"" + text + "\"\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "with space",
                "00:16:3e:0a:0b:0c",
                "10.0.0.1",
                "/dev/sda",
                "a:b",
                "x#y",
                "-x",
                "12MB",
                "1.2.3"
            })
    void ordinaryTextsAreNot(String text) {
        assertThat(value(text)).isEqualTo("k: " + text + "\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a: b | 'a: b'",
                "a # b | 'a # b'",
                "{x} | '{x}'",
                "[x | '[x'",
                "*x | '*x'",
                "it's: so | 'it''s: so'",
                "x: | 'x:'",
                "%x | '%x'",
            })
    void textsThatWouldBreakTheSyntaxAreInSingleQuotes(String text, String written) {
        assertThat(value(text)).isEqualTo("k: " + written + "\n");
    }

    @Test
    void severalLinesAreABlock() {
        assertThat(value("a\nb")).isEqualTo("k: |-\n  a\n  b\n");
        assertThat(value("a\nb\n")).isEqualTo("k: |\n  a\n  b\n");
        assertThat(value("a\n\n")).isEqualTo("k: |+\n  a\n\n");
        assertThat(value("  a\nb\n")).isEqualTo("k: |2\n    a\n  b\n");
    }

    @Test
    void charactersThatDoNotPrintAreEscaped() {
        assertThat(value("a\tb\u0007")).isEqualTo("k: \"a\\tb\\x07\"\n");
    }

    @Test
    void timesAreNotQuoted() {
        assertThat(Yaml.write(Map.of("created_at", "2026-11-24T10:00:00Z")))
                .isEqualTo("created_at: 2026-11-24T10:00:00Z\n");
        assertThat(Yaml.write(Map.of("other", "2026-11-24T10:00:00Z"))).isEqualTo("other: \"2026-11-24T10:00:00Z\"\n");
    }

    @Test
    void listsAndMapsThatAServerLeavesOutAreEmpty() {
        var tree = new LinkedHashMap<String, @Nullable Object>();
        tree.put("used_by", null);
        tree.put("config", null);
        assertThat(Yaml.write(tree)).isEqualTo("used_by: []\nconfig: {}\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "true",
                "1",
                "",
                "a: b",
                "it's",
                "a\nb",
                "a\nb\n",
                "\n",
                " x",
                "x ",
                "a\tb",
                "- x",
                "? y",
                "#",
                "a\n\nb",
                "\"q\"",
                "'q'",
                "ünïcode 数据",
                "trailing:",
                "a\\b",
                "!tag",
                "&anchor",
                "key: |",
                "...",
                "---",
                "  indented\nblock"
            })
    void whatIsWrittenReadsBackTheSame(String text) {
        assertThat(YamlInput.readMap(Yaml.write(Map.of("k", text)))).isEqualTo(Map.of("k", text));
        assertThat(YamlInput.readMap(Yaml.write(Map.of("k", List.of(text, "x")))))
                .isEqualTo(Map.of("k", List.of(text, "x")));
    }
}

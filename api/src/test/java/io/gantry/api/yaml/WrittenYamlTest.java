package io.gantry.api.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenYamlTest {
    private static @Nullable Object read(String text) {
        return WrittenYaml.read(text, 1 << 20);
    }

    private static Map<String, @Nullable Object> nulls(String... keys) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (String key : keys) {
            map.put(key, null);
        }
        return map;
    }

    @Test
    void valuesThatAreLeftOutAreNull() {
        assertThat(read("a:\nb: ~\nc: null\nd:   # nothing\ne: NULL")).isEqualTo(nulls("a", "b", "c", "d", "e"));
        assertThat(read("a: {x: , y: }\n")).isEqualTo(Map.of("a", nulls("x", "y")));
        assertThat(read("a: ''\nb: \"null\"\nc: '~'\n")).isEqualTo(Map.of("a", "", "b", "null", "c", "~"));
    }

    @Test
    void otherValuesAreTheTextsThatWereWritten() {
        assertThat(read("""
                a: 12.10
                b: 010
                c: yes
                d: "7"
                e: 2020-01-01
                f: 0x1F
                g: 1e3
                h: !!int 5
                i: !!binary aGVsbG8=
                j: <<
                k: |
                  two
                  lines
                """))
                .isEqualTo(Map.ofEntries(
                        Map.entry("a", "12.10"),
                        Map.entry("b", "010"),
                        Map.entry("c", "yes"),
                        Map.entry("d", "7"),
                        Map.entry("e", "2020-01-01"),
                        Map.entry("f", "0x1F"),
                        Map.entry("g", "1e3"),
                        Map.entry("h", "5"),
                        Map.entry("i", "hello"),
                        Map.entry("j", "<<"),
                        Map.entry("k", "two\nlines\n")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: b",
                "a: b\r\n",
                "\uFEFFa: b\r\n",
                "---\na: b\n...\n",
                "%YAML 1.1\n--- \na: b\n",
                "# first\n\na:    b  # comment\n",
                "a: x\na: b\n",
                "a: b\n---\na: c\n",
                "{\"a\": \"b\"}",
                "a:\n  b\n",
                "a:\tb\n",
                "a:\t\tb\t# comment\n",
                "# ünïcödé 😀\na: \t b\n",
                "<<: {a: b}\n",
                "a: &x b\n"
            })
    void formsThatMeanTheSameAreTheSame(String text) {
        assertThat(read(text)).isEqualTo(Map.of("a", "b"));
    }

    @Test
    void aliasesAndMergesStandForWhatTheyName() {
        assertThat(read("x: &a {q: w}\ny: *a\nz: {<<: *a, r: s}\n"))
                .isEqualTo(Map.of("x", Map.of("q", "w"), "y", Map.of("q", "w"), "z", Map.of("q", "w", "r", "s")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# nothing\n", "---\n", "---\n...\n", "\uFEFF"})
    void aTextWithoutValuesIsNothing(String text) {
        assertThat(read(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: [", "a:\n\tb: c\n", "a: *x\n", "a: b\n c: d\n", "a: @b", "a: !!int [5]"})
    void whatIsNoYamlIsRefusedWithItsPlace(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(MalformedYamlException.class);
    }

    @Test
    void aliasesCannotMakeMuchOfLittle() {
        var text = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 45; i++) {
            text.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThatThrownBy(() -> read(text.toString())).isInstanceOf(MalformedYamlException.class);
        assertThatThrownBy(() -> read("a: &a {b: [*a]}\n")).isInstanceOf(MalformedYamlException.class);
        assertThatThrownBy(() -> read("[".repeat(5000))).isInstanceOf(MalformedYamlException.class);
        assertThatThrownBy(() -> WrittenYaml.read("x".repeat(100), 50)).isInstanceOf(MalformedYamlException.class);
    }

    @Test
    void flagsHaveManyNames() {
        for (String word : List.of("true", "True", "yes", "on", "Y")) {
            assertThat(WrittenYaml.flag(word)).as(word).hasValue(true);
        }
        for (String word : List.of("false", "NO", "off", "n")) {
            assertThat(WrittenYaml.flag(word)).as(word).hasValue(false);
        }
        assertThat(WrittenYaml.flag("maybe")).isEmpty();
    }
}

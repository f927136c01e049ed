package io.gantry.daemon.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TextPatternTest {
    private static final List<String> EXPRESSIONS = List.of(
            "abc",
            "a.c",
            "^a",
            "c$",
            "^abc$",
            "a*",
            "^a*$",
            "^(ab)+$",
            "^a+b?c*$",
            "^(a|bc)*$",
            "a|b",
            "^(a|b)|c$",
            "^[a-c]+$",
            "^[^a]+$",
            "^[]a]+$",
            "^[a-]+$",
            "^\\d+$",
            "^\\w+\\s\\w+$",
            "^\\D\\W\\S$",
            "^a{2}$",
            "^a{2,}$",
            "^a{1,3}b$",
            "^(?:ab){2}$",
            "(?i)ABC",
            "^a{x}$",
            "^a\\.b$",
            "^$",
            "",
            "^(a*)*$",
            "^(|a)+b$",
            "\\Aab\\z",
            "^a+?b$",
            "[\\d.]+x",
            "^((a|b)(c|d)){2}$");

    @Test
    void findsWhatTheLibrarysExpressionsFind() throws Exception {
        var random = new Random(7);
        for (String expression : EXPRESSIONS) {
            TextPattern own = TextPattern.parse(expression);
            var reference = Pattern.compile(
                    expression
                            .replace("[]a]", "[\\]a]")
                            .replace("{x}", "\\{x\\}")
                            .replace("$", "\\z"),
                    Pattern.CASE_INSENSITIVE);
            for (int i = 0; i < 300; i++) {
                String text = random.ints(random.nextInt(8), 0, 14)
                        .mapToObj(letter -> "abcdABC1.{x}] ".substring(letter, letter + 1))
                        .reduce("", String::concat);
                assertThat(own.isFoundIn(text))
                        .as("\"%s\" in \"%s\"", expression, text)
                        .isEqualTo(reference.matcher(text).find());
            }
        }
    }

    @Test
    void whatIsNoExpressionIsRefused() {
        for (String malformed : List.of("[", "(a", "a)", "*a", "(?=a)b", "\\", "[b-a]", "a{3,2}", "\\q", "a{1001}")) {
            assertThatThrownBy(() -> TextPattern.parse(malformed))
                    .as(malformed)
                    .isInstanceOf(TextPattern.MalformedException.class);
        }
    }

    @Test
    void whatGrowsTooLargeIsRefused() {
        for (String large :
                List.of("((a{100}){100}){100}", "(abcdefghijklm){1000}", "(".repeat(100) + ")".repeat(100))) {
            assertThatThrownBy(() -> TextPattern.parse(large))
                    .as(large)
                    .isInstanceOf(TextPattern.TooLargeException.class);
        }
    }
}

package io.gantry.cli;

import io.gantry.cli.failure.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts the words of a line into an alias; apart from {@link UserAliases}, which every command loads. */
final class AliasWords {
    private static final Pattern NUMBERED = Pattern.compile("@ARG([0-9]+)@");

    private AliasWords() {}

    /**
     * The words of an alias with those of the line in their places.
     *
     * @param alias its name, for complaints
     * @param meant the words that it stands for
     * @param given the words after it on the line
     */
    static List<String> filled(String alias, List<String> meant, List<String> given) {
        var rest = new ArrayList<@Nullable String>(given);
        for (String word : meant) {
            NUMBERED.matcher(word).results().forEach(place -> {
                int number = number(place);
                if (number < 1 || number > given.size()) {
                    throw new UsageException(
                            "Found alias \"" + alias + "\" references an argument outside the given number: "
                                    + place.group() + " needs more words after the alias");
                }
                rest.set(number - 1, null);
            });
        }
        rest.removeIf(Objects::isNull);
        var filled = new ArrayList<String>();
        for (String word : meant) {
            if (word.equals("@ARGS@")) {
                addWords(filled, rest);
            } else {
                filled.add(NUMBERED.matcher(word)
                        .replaceAll(place -> Matcher.quoteReplacement(given.get(number(place) - 1))));
            }
        }
        if (!meant.contains("@ARGS@")) {
            addWords(filled, rest);
        }
        return filled;
    }

    private static void addWords(List<String> line, List<@Nullable String> words) {
        for (String word : words) {
            if (word != null) {
                line.add(word);
            }
        }
    }

    private static int number(MatchResult place) {
        try {
            return Integer.parseInt(place.group(1));
        } catch (NumberFormatException e) {
            return Integer.MAX_VALUE;
        }
    }
}

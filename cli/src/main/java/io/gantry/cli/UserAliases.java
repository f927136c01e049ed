package io.gantry.cli;

import io.gantry.cli.server.Remotes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Short names for lines: the user's own, from the configuration file, and what every user has. */
final class UserAliases {
    /** What keeps a program that an alias calls, and that calls the client, from meaning the alias again. */
    static final String SWITCHED_OFF = "LXC_ALIASES";

    private static final Map<String, String> BUILT_IN =
            Map.of("shell", "exec @ARGS@ -- su -l", "config profile", "profile @ARGS@");

    private UserAliases() {}

    /**
     * The line with the longest alias that it begins with, flags before it apart, put in full. {@code @ARGS@} in an
     * alias stands for the rest of the line, which else comes after it, and {@code @ARG2@} for the second word of the
     * rest, which then is not part of the rest. What an alias stands for is not an alias again.
     *
     * @return a line whose first word is the path of a program where the alias calls one
     */
    static List<String> expand(List<String> line, Map<String, String> environment, Remotes remotes) {
        if (line.contains("--no-alias")) {
            return without(line, "--no-alias");
        }
        if ("1".equals(environment.get(SWITCHED_OFF))) {
            return line;
        }
        int start = 0;
        while (start < line.size() && line.get(start).startsWith("-")) {
            start++;
        }
        List<String> flags = line.subList(0, start);
        List<String> named = line.subList(start, line.size());
        var aliases = new TreeMap<>(BUILT_IN);
        aliases.putAll(remotes.aliases());
        List<String> typed = List.of();
        List<String> meant = List.of();
        for (var alias : aliases.entrySet()) {
            List<String> words = words(alias.getKey());
            if (words.size() > typed.size()
                    && words.size() <= named.size()
                    && named.subList(0, words.size()).equals(words)) {
                typed = words;
                meant = words(alias.getValue());
            }
        }
        if (typed.isEmpty() || meant.isEmpty()) {
            return line;
        }
        boolean isProgram = meant.getFirst().startsWith("/");
        var expanded = new ArrayList<String>(isProgram ? List.of() : flags);
        expanded.addAll(AliasWords.filled(String.join(" ", typed), meant, named.subList(typed.size(), named.size())));
        return expanded;
    }

    private static List<String> without(List<String> line, String word) {
        if (!line.contains(word)) {
            return line;
        }
        var rest = new ArrayList<>(line);
        rest.remove(word);
        return rest;
    }

    /** Splits at spaces; quotes keep words together. */
    private static List<String> words(String text) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                inWord = true;
            } else if (c == ' ' || c == '\t') {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
            } else {
                word.append(c);
                inWord = true;
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }
}

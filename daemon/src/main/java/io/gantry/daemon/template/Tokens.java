package io.gantry.daemon.template;

import java.util.ArrayList;
import java.util.List;

/** The words of what stands between the braces, one after the other. For one thread. */
final class Tokens {
    private static final List<String> SYMBOLS = List.of(
            "==", "!=", "<=", ">=", "<>", "&&", "||", "(", ")", "[", "]", ",", ".", "|", ":", "<", ">", "+", "-", "*",
            "/", "%", "^", "!", "=");

    private final List<Token> tokens;
    private final String source;
    private int position;

    private Tokens(String source, List<Token> tokens) {
        this.source = source;
        this.tokens = tokens;
    }

    static Tokens of(String source) throws MalformedTemplateException {
        List<Token> tokens = new ArrayList<>();
        int i = 0;
        while (i < source.length()) {
            char c = source.charAt(i);
            if (Character.isWhitespace(c)) {
                i++;
            } else if (c == '"' || c == '\'') {
                var text = new StringBuilder();
                i = readText(source, i, text);
                tokens.add(new Token(Token.Kind.TEXT, text.toString()));
            } else if (Character.isDigit(c)) {
                int end = i;
                while (end < source.length() && (Character.isDigit(source.charAt(end)) || isFraction(source, end))) {
                    end++;
                }
                tokens.add(new Token(Token.Kind.NUMBER, source.substring(i, end)));
                i = end;
            } else if (Character.isLetter(c) || c == '_') {
                int end = i;
                while (end < source.length()
                        && (Character.isLetterOrDigit(source.charAt(end)) || source.charAt(end) == '_')) {
                    end++;
                }
                tokens.add(new Token(Token.Kind.NAME, source.substring(i, end)));
                i = end;
            } else {
                int start = i;
                String symbol = SYMBOLS.stream()
                        .filter(each -> source.startsWith(each, start))
                        .findFirst()
                        .orElseThrow(() -> new MalformedTemplateException(
                                "unexpected character '%c' in \"%s\"".formatted(c, source.strip())));
                tokens.add(new Token(Token.Kind.SYMBOL, symbol));
                i += symbol.length();
            }
        }
        return new Tokens(source, tokens);
    }

    private static boolean isFraction(String source, int position) {
        return source.charAt(position) == '.'
                && position + 1 < source.length()
                && Character.isDigit(source.charAt(position + 1));
    }

    private static int readText(String source, int start, StringBuilder text) throws MalformedTemplateException {
        char quote = source.charAt(start);
        int i = start + 1;
        while (i < source.length() && source.charAt(i) != quote) {
            if (source.charAt(i) == '\\' && i + 1 < source.length()) {
                i++;
                text.append(
                        switch (source.charAt(i)) {
                            case 'n' -> '\n';
                            case 't' -> '\t';
                            case 'r' -> '\r';
                            default -> source.charAt(i);
                        });
            } else {
                text.append(source.charAt(i));
            }
            i++;
        }
        if (i == source.length()) {
            throw new MalformedTemplateException("a text does not end in \"%s\"".formatted(source.strip()));
        }
        return i + 1;
    }

    Token peek() {
        return position < tokens.size() ? tokens.get(position) : new Token(Token.Kind.END, "");
    }

    Token next() {
        Token token = peek();
        position++;
        return token;
    }

    boolean take(String symbol) {
        boolean isThere = peek().isSymbol(symbol);
        if (isThere) {
            position++;
        }
        return isThere;
    }

    boolean takeName(String name) {
        boolean isThere = peek().isName(name);
        if (isThere) {
            position++;
        }
        return isThere;
    }

    void require(String symbol) throws MalformedTemplateException {
        if (!take(symbol)) {
            throw unexpected();
        }
    }

    String requireName() throws MalformedTemplateException {
        if (peek().kind() != Token.Kind.NAME) {
            throw unexpected();
        }
        return next().text();
    }

    boolean isAtEnd() {
        return peek().kind() == Token.Kind.END;
    }

    void requireEnd() throws MalformedTemplateException {
        if (!isAtEnd()) {
            throw unexpected();
        }
    }

    MalformedTemplateException unexpected() {
        return new MalformedTemplateException(
                isAtEnd()
                        ? "\"%s\" ends too early".formatted(source.strip())
                        : "unexpected \"%s\" in \"%s\"".formatted(peek().text(), source.strip()));
    }
}

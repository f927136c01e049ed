package io.gantry.daemon.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A text with values, conditions and loops, as images have them: the part of pongo2's language (that of Django) that
 * needs no other files. Nothing is escaped. Immutable.
 */
final class Template {
    private final List<Node> nodes;

    private Template(List<Node> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    /**
     * Reads a template.
     *
     * @throws MalformedTemplateException saying what is wrong with it
     */
    static Template parse(String source) throws MalformedTemplateException {
        var parser = new Parser(source);
        List<Node> nodes = parser.until(Set.of());
        return new Template(nodes);
    }

    /**
     * Writes the text.
     *
     * @param values what the template knows
     * @throws MalformedTemplateException where it asks for a function or filter that there is not
     */
    String render(Map<String, Object> values) throws MalformedTemplateException {
        var out = new StringBuilder();
        Node.writeAll(nodes, new Scope(values), out);
        return out.toString();
    }

    private static final class Parser {
        private static final int DEEPEST = 100;

        private final String source;
        private int position;
        private int depth;
        /** The tag that ended the last list of nodes, without the part already read. */
        private Tokens ending;

        private String endingName = "";

        Parser(String source) throws MalformedTemplateException {
            this.source = source;
            this.ending = Tokens.of("");
        }

        /** Reads up to one of these tags, which is then {@link #ending}; without any up to the end. */
        List<Node> until(Set<String> ends) throws MalformedTemplateException {
            if (++depth > DEEPEST) {
                throw new MalformedTemplateException("it is nested too deeply");
            }
            List<Node> nodes = new ArrayList<>();
            while (position < source.length()) {
                int open = nextOpening();
                String text = source.substring(position, open);
                if (source.startsWith("-", open + 2)) {
                    text = text.stripTrailing();
                }
                if (!text.isEmpty()) {
                    nodes.add(new Node.Text(text));
                }
                if (open == source.length()) {
                    position = open;
                    break;
                }
                String inner = inside(open);
                switch (source.charAt(open + 1)) {
                    case '{' -> nodes.add(new Node.Output(expression(inner)));
                    case '%' -> {
                        Tokens tokens = Tokens.of(inner);
                        String tag = tokens.requireName();
                        if (ends.contains(tag)) {
                            ending = tokens;
                            endingName = tag;
                            depth--;
                            return nodes;
                        }
                        node(tag, tokens).ifPresent(nodes::add);
                    }
                    default -> {
                        // A comment.
                    }
                }
            }
            if (!ends.isEmpty()) {
                throw new MalformedTemplateException("a tag %s is missing".formatted(String.join(" or ", ends)));
            }
            depth--;
            return nodes;
        }

        private int nextOpening() {
            for (int i = position; i + 1 < source.length(); i++) {
                if (source.charAt(i) == '{' && "{%#".indexOf(source.charAt(i + 1)) >= 0) {
                    return i;
                }
            }
            return source.length();
        }

        /** What stands between the braces; goes on behind them, and behind white space where a dash asks for it. */
        private String inside(int open) throws MalformedTemplateException {
            char kind = source.charAt(open + 1);
            String close = kind == '{' ? "}}" : kind + "}";
            int end = end(open + 2, close, kind != '#');
            String inner = source.substring(open + 2, end);
            position = end + 2;
            if (inner.endsWith("-")) {
                while (position < source.length() && Character.isWhitespace(source.charAt(position))) {
                    position++;
                }
                inner = inner.substring(0, inner.length() - 1);
            }
            return inner.startsWith("-") ? inner.substring(1) : inner;
        }

        private int end(int start, String close, boolean hasTexts) throws MalformedTemplateException {
            char quote = 0;
            for (int i = start; i < source.length(); i++) {
                char c = source.charAt(i);
                if (quote != 0) {
                    if (c == '\\') {
                        i++;
                    } else if (c == quote) {
                        quote = 0;
                    }
                } else if (source.startsWith(close, i)) {
                    return i;
                } else if (hasTexts && (c == '"' || c == '\'')) {
                    quote = c;
                }
            }
            throw new MalformedTemplateException("a %s is missing".formatted(close));
        }

        private static Expression expression(String text) throws MalformedTemplateException {
            return whole(Tokens.of(text));
        }

        private static Expression whole(Tokens tokens) throws MalformedTemplateException {
            Expression expression = new ExpressionParser(tokens).parse();
            tokens.requireEnd();
            return expression;
        }

        private Optional<Node> node(String tag, Tokens tokens) throws MalformedTemplateException {
            return switch (tag) {
                case "if" -> Optional.of(condition(whole(tokens)));
                case "for" -> Optional.of(loop(tokens));
                case "ifequal", "ifnotequal" -> Optional.of(comparison(tag, tokens));
                case "with" -> Optional.of(with(tokens));
                case "set" -> {
                    String name = tokens.requireName();
                    tokens.require("=");
                    yield Optional.of(new Node.Set(name, whole(tokens)));
                }
                case "comment" -> {
                    until(Set.of("endcomment"));
                    yield Optional.empty();
                }
                // Nothing is escaped anyway.
                case "autoescape" ->
                    Optional.of(new Node.If(
                            List.of(new Node.Branch(new Expression.Literal(true), until(Set.of("endautoescape")))),
                            List.of()));
                default -> throw new MalformedTemplateException("there is no tag \"%s\"".formatted(tag));
            };
        }

        private Node condition(Expression first) throws MalformedTemplateException {
            List<Node.Branch> branches = new ArrayList<>();
            List<Node> otherwise = List.of();
            Expression condition = first;
            while (true) {
                branches.add(new Node.Branch(condition, until(Set.of("elif", "else", "endif"))));
                if (endingName.equals("elif")) {
                    condition = whole(ending);
                } else {
                    if (endingName.equals("else")) {
                        otherwise = until(Set.of("endif"));
                    }
                    return new Node.If(branches, otherwise);
                }
            }
        }

        private Node comparison(String tag, Tokens tokens) throws MalformedTemplateException {
            Expression left = new ExpressionParser(tokens).parse();
            Expression right = whole(tokens);
            String end = "end" + tag;
            List<Node> body = until(Set.of("else", end));
            List<Node> otherwise = endingName.equals("else") ? until(Set.of(end)) : List.of();
            var condition = new Expression.Binary(tag.equals("ifequal") ? "==" : "!=", left, right);
            return new Node.If(List.of(new Node.Branch(condition, body)), otherwise);
        }

        private Node with(Tokens tokens) throws MalformedTemplateException {
            List<Node.Set> values = new ArrayList<>();
            do {
                String name = tokens.requireName();
                tokens.require("=");
                values.add(new Node.Set(name, new ExpressionParser(tokens).parse()));
            } while (!tokens.isAtEnd());
            return new Node.With(values, until(Set.of("endwith")));
        }

        private Node loop(Tokens tokens) throws MalformedTemplateException {
            String name = tokens.requireName();
            Optional<String> second = tokens.take(",") ? Optional.of(tokens.requireName()) : Optional.empty();
            if (!tokens.takeName("in")) {
                throw tokens.unexpected();
            }
            Expression over = new ExpressionParser(tokens).parse();
            // Maps are in the order of their keys in any case.
            tokens.takeName("sorted");
            tokens.requireEnd();
            List<Node> body = until(Set.of("empty", "endfor"));
            List<Node> empty = endingName.equals("empty") ? until(Set.of("endfor")) : List.of();
            return new Node.For(name, second, over, body, empty);
        }
    }
}

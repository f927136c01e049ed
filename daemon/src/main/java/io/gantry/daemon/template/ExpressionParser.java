package io.gantry.daemon.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads expressions, from the loosest operator to the tightest. */
final class ExpressionParser {
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<>", "<", ">", "<=", ">=");

    private final Tokens tokens;

    ExpressionParser(Tokens tokens) {
        this.tokens = tokens;
    }

    Expression parse() throws MalformedTemplateException {
        Expression left = conjunction();
        while (tokens.takeName("or") || tokens.take("||")) {
            left = new Expression.Binary("or", left, conjunction());
        }
        return left;
    }

    private Expression conjunction() throws MalformedTemplateException {
        Expression left = negation();
        while (tokens.takeName("and") || tokens.take("&&")) {
            left = new Expression.Binary("and", left, negation());
        }
        return left;
    }

    private Expression negation() throws MalformedTemplateException {
        return tokens.takeName("not") || tokens.take("!") ? new Expression.Not(negation()) : comparison();
    }

    private Expression comparison() throws MalformedTemplateException {
        Expression left = sum();
        if (tokens.peek().kind() == Token.Kind.SYMBOL
                && COMPARISONS.contains(tokens.peek().text())) {
            return new Expression.Binary(tokens.next().text(), left, sum());
        }
        if (tokens.takeName("in")) {
            return new Expression.Binary("in", left, sum());
        }
        if (tokens.takeName("not")) {
            if (!tokens.takeName("in")) {
                throw tokens.unexpected();
            }
            return new Expression.Not(new Expression.Binary("in", left, sum()));
        }
        return left;
    }

    private Expression sum() throws MalformedTemplateException {
        Expression left = product();
        while (tokens.peek().isSymbol("+") || tokens.peek().isSymbol("-")) {
            left = new Expression.Binary(tokens.next().text(), left, product());
        }
        return left;
    }

    private Expression product() throws MalformedTemplateException {
        Expression left = power();
        while (tokens.peek().isSymbol("*")
                || tokens.peek().isSymbol("/")
                || tokens.peek().isSymbol("%")) {
            left = new Expression.Binary(tokens.next().text(), left, power());
        }
        return left;
    }

    private Expression power() throws MalformedTemplateException {
        Expression left = filtered();
        return tokens.take("^") ? new Expression.Binary("^", left, power()) : left;
    }

    private Expression filtered() throws MalformedTemplateException {
        Expression value = postfix();
        while (tokens.take("|")) {
            String name = tokens.requireName();
            value = new Expression.Filtered(value, name, tokens.take(":") ? Optional.of(postfix()) : Optional.empty());
        }
        return value;
    }

    private Expression postfix() throws MalformedTemplateException {
        Expression value = primary();
        while (true) {
            if (tokens.take(".")) {
                Token key = tokens.next();
                if (key.kind() != Token.Kind.NAME && key.kind() != Token.Kind.NUMBER) {
                    throw tokens.unexpected();
                }
                value = new Expression.Member(value, new Expression.Literal(key.text()));
            } else if (tokens.take("[")) {
                value = new Expression.Member(value, parse());
                tokens.require("]");
            } else if (tokens.take("(")) {
                value = new Expression.Call(value, arguments());
            } else {
                return value;
            }
        }
    }

    private List<Expression> arguments() throws MalformedTemplateException {
        List<Expression> arguments = new ArrayList<>();
        if (tokens.take(")")) {
            return arguments;
        }
        do {
            arguments.add(parse());
        } while (tokens.take(","));
        tokens.require(")");
        return arguments;
    }

    private Expression primary() throws MalformedTemplateException {
        Token token = tokens.peek();
        return switch (token.kind()) {
            case TEXT -> new Expression.Literal(tokens.next().text());
            case NUMBER -> new Expression.Literal(number(tokens.next().text()));
            case NAME -> named(tokens.next().text());
            case SYMBOL -> enclosed();
            case END -> throw tokens.unexpected();
        };
    }

    private static Expression named(String name) {
        return switch (name) {
            case "true", "True" -> new Expression.Literal(true);
            case "false", "False" -> new Expression.Literal(false);
            case "nil", "none", "None" -> new Expression.Nothing();
            default -> new Expression.Variable(name);
        };
    }

    private Expression enclosed() throws MalformedTemplateException {
        if (tokens.take("(")) {
            Expression inner = parse();
            tokens.require(")");
            return inner;
        }
        if (tokens.take("-")) {
            return new Expression.Binary("-", new Expression.Literal(0L), primary());
        }
        throw tokens.unexpected();
    }

    private Object number(String text) throws MalformedTemplateException {
        try {
            return text.contains(".") ? (Object) Double.parseDouble(text) : (Object) Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw new MalformedTemplateException("not a number: " + text);
        }
    }
}

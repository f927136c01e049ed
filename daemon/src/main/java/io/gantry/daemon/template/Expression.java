package io.gantry.daemon.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What has a value in a template. */
sealed interface Expression {
    @Nullable
    Object evaluate(Scope scope) throws MalformedTemplateException;

    /** A text or number. */
    record Literal(Object value) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return value;
        }
    }

    /** Nothing. */
    record Nothing() implements Expression {
        @Override
        public @Nullable Object evaluate(Scope scope) {
            return null;
        }
    }

    /** A name. */
    record Variable(String name) implements Expression {
        @Override
        public @Nullable Object evaluate(Scope scope) {
            return scope.find(name);
        }
    }

    /** {@code of.key} or {@code of[key]}. */
    record Member(Expression of, Expression key) implements Expression {
        @Override
        public @Nullable Object evaluate(Scope scope) throws MalformedTemplateException {
            Object name = key.evaluate(scope);
            return name == null ? null : Value.member(of.evaluate(scope), name);
        }
    }

    /** A call of a function. */
    record Call(Expression function, List<Expression> arguments) implements Expression {
        @Override
        public @Nullable Object evaluate(Scope scope) throws MalformedTemplateException {
            if (!(function.evaluate(scope) instanceof Value.Function callable)) {
                throw new MalformedTemplateException("what is called is not a function");
            }
            List<Object> values = new ArrayList<>();
            for (Expression argument : arguments) {
                values.add(Objects.requireNonNullElse(argument.evaluate(scope), ""));
            }
            return callable.call(values);
        }
    }

    /** {@code of|name:argument}. */
    record Filtered(Expression of, String name, Optional<Expression> argument) implements Expression {
        @Override
        public @Nullable Object evaluate(Scope scope) throws MalformedTemplateException {
            Object parameter = argument.isPresent() ? argument.get().evaluate(scope) : null;
            return Filters.apply(name, of.evaluate(scope), parameter);
        }
    }

    /** {@code not of}. */
    record Not(Expression of) implements Expression {
        @Override
        public Object evaluate(Scope scope) throws MalformedTemplateException {
            return !Value.isTrue(of.evaluate(scope));
        }
    }

    /** Two values with an operator between. */
    record Binary(String operator, Expression left, Expression right) implements Expression {
        @Override
        public @Nullable Object evaluate(Scope scope) throws MalformedTemplateException {
            Object one = left.evaluate(scope);
            if (operator.equals("and")) {
                return Value.isTrue(one) && Value.isTrue(right.evaluate(scope));
            }
            if (operator.equals("or")) {
                return Value.isTrue(one) || Value.isTrue(right.evaluate(scope));
            }
            Object other = right.evaluate(scope);
            return switch (operator) {
                case "==" -> Value.isEqual(one, other);
                case "!=", "<>" -> !Value.isEqual(one, other);
                case "<" -> Value.number(one) < Value.number(other);
                case ">" -> Value.number(one) > Value.number(other);
                case "<=" -> Value.number(one) <= Value.number(other);
                case ">=" -> Value.number(one) >= Value.number(other);
                case "in" -> Value.contains(other, one);
                case "+" ->
                    one instanceof String || other instanceof String
                            ? Value.text(one) + Value.text(other)
                            : sum(one, Value.number(one) + Value.number(other));
                case "-" -> sum(one, Value.number(one) - Value.number(other));
                case "*" -> sum(one, Value.number(one) * Value.number(other));
                case "^" -> Math.pow(Value.number(one), Value.number(other));
                case "/" -> divided(one, Value.number(other));
                default -> sum(one, Value.number(one) % Value.number(other));
            };
        }

        private static Object divided(@Nullable Object one, double by) throws MalformedTemplateException {
            if (by == 0) {
                throw new MalformedTemplateException("a division by zero");
            }
            return sum(one, Value.number(one) / by);
        }

        private static Object sum(@Nullable Object like, double value) {
            return like instanceof Double ? (Object) value : (Object) (long) value;
        }
    }
}

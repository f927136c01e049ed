package io.gantry.daemon.template;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A part of a template. */
sealed interface Node {
    /** More is refused: a template must not fill the disk by loops within loops. */
    int LONGEST = 16 << 20;

    void write(Scope scope, StringBuilder out) throws MalformedTemplateException;

    static void writeAll(List<Node> nodes, Scope scope, StringBuilder out) throws MalformedTemplateException {
        for (Node node : nodes) {
            node.write(scope, out);
            if (out.length() > LONGEST) {
                throw new MalformedTemplateException("it makes more than " + LONGEST + " characters");
            }
        }
    }

    /** What is written as it stands. */
    record Text(String text) implements Node {
        @Override
        public void write(Scope scope, StringBuilder out) {
            out.append(text);
        }
    }

    /** {@code {{ value }}}. */
    record Output(Expression value) implements Node {
        @Override
        public void write(Scope scope, StringBuilder out) throws MalformedTemplateException {
            out.append(Value.text(value.evaluate(scope)));
        }
    }

    /** A condition with what is written where it holds. */
    record Branch(Expression condition, List<Node> body) {}

    /** {@code if}, {@code elif} and {@code else}. */
    record If(List<Branch> branches, List<Node> otherwise) implements Node {
        @Override
        public void write(Scope scope, StringBuilder out) throws MalformedTemplateException {
            for (Branch branch : branches) {
                if (Value.isTrue(branch.condition().evaluate(scope))) {
                    writeAll(branch.body(), scope, out);
                    return;
                }
            }
            writeAll(otherwise, scope, out);
        }
    }

    /** {@code for}: over a list, a map by its sorted keys, or the characters of a text. */
    record For(String name, Optional<String> second, Expression over, List<Node> body, List<Node> empty)
            implements Node {
        @Override
        public void write(Scope scope, StringBuilder out) throws MalformedTemplateException {
            List<Object[]> rounds = rounds(over.evaluate(scope));
            if (rounds.isEmpty()) {
                writeAll(empty, scope, out);
            }
            for (int i = 0; i < rounds.size(); i++) {
                Scope inner = scope.inner();
                inner.set(name, rounds.get(i)[0]);
                if (second.isPresent()) {
                    inner.set(second.get(), rounds.get(i)[1]);
                }
                inner.set(
                        "forloop",
                        Map.of(
                                "Counter",
                                i + 1L,
                                "Counter0",
                                (long) i,
                                "First",
                                i == 0,
                                "Last",
                                i == rounds.size() - 1));
                writeAll(body, inner, out);
            }
        }

        private static List<Object[]> rounds(@Nullable Object value) {
            List<Object[]> rounds = new ArrayList<>();
            switch (value) {
                case Map<?, ?> map -> {
                    Map<String, Object> sorted = new TreeMap<>();
                    map.forEach((key, each) -> sorted.put(Value.text(key), each));
                    sorted.forEach((key, each) -> rounds.add(new Object[] {key, each}));
                }
                case Collection<?> list -> list.forEach(each -> rounds.add(new Object[] {each, ""}));
                case String text ->
                    text.codePoints().forEach(c -> rounds.add(new Object[] {Character.toString(c), ""}));
                case null, default -> {
                    return rounds;
                }
            }
            return rounds;
        }
    }

    /** {@code with}: values that only its body knows. */
    record With(List<Set> values, List<Node> body) implements Node {
        @Override
        public void write(Scope scope, StringBuilder out) throws MalformedTemplateException {
            Scope inner = scope.inner();
            for (Set value : values) {
                value.write(inner, out);
            }
            writeAll(body, inner, out);
        }
    }

    /** {@code set}. */
    record Set(String name, Expression value) implements Node {
        @Override
        public void write(Scope scope, StringBuilder out) throws MalformedTemplateException {
            scope.set(name, value.evaluate(scope));
        }
    }
}

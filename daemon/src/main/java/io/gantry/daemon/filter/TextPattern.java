package io.gantry.daemon.filter;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A regular expression that is matched without going back: all ways through it are followed at once, so that the time
 * is bounded by the length of the text times the size of the expression. It has letters, {@code .}, classes such as
 * {@code [a-z]} and {@code \d}, groups, {@code |}, {@code * + ? {2,5}} and the anchors {@code ^ $}, and no regard to
 * case. Immutable.
 */
final class TextPattern {
    /** In steps, once repetitions are written out. */
    private static final int LARGEST = 2_000;

    private static final int DEEPEST = 50;
    private static final int MOST_REPETITIONS = 1000;

    private final List<Step> program;

    private TextPattern(List<Step> program) {
        this.program = List.copyOf(program);
    }

    /** Where matching is, and what may come next. */
    private sealed interface Step {
        /** A character that fits; then the next step. */
        record Take(IntPredicate fits) implements Step {}

        /** The next step, and one somewhere else. */
        record Fork(int other) implements Step {}

        record Jump(int target) implements Step {}

        record Begin() implements Step {}

        record End() implements Step {}

        record Match() implements Step {}
    }

    /** The text is no expression. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        MalformedException(String reason) {
            super(reason);
        }
    }

    /** The expression would take more time or space than a request is worth. */
    static final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLargeException() {
            super("the expression is too large");
        }
    }

    /** @throws TooLargeException where it grows too large */
    static TextPattern parse(String expression) throws MalformedException {
        var parser = new Parser(expression);
        List<Step> program = parser.alternatives(0);
        parser.requireEnd();
        program.add(new Step.Match());
        return new TextPattern(program);
    }

    /** Whether a part of the text fits. */
    boolean isFoundIn(String text) {
        var now = new BitSet(program.size());
        int position = 0;
        while (true) {
            boolean isAtEnd = position == text.length();
            if (follow(now, 0, position == 0, isAtEnd)) {
                return true;
            }
            if (isAtEnd) {
                return false;
            }
            int letter = text.codePointAt(position);
            position += Character.charCount(letter);
            var next = new BitSet(program.size());
            for (int step = now.nextSetBit(0); step >= 0; step = now.nextSetBit(step + 1)) {
                if (program.get(step) instanceof Step.Take(IntPredicate fits)
                        && fits.test(letter)
                        && follow(next, step + 1, false, position == text.length())) {
                    return true;
                }
            }
            now = next;
        }
    }

    /** Adds all steps that are reached without taking a letter; true where the match is among them. */
    private boolean follow(BitSet reached, int first, boolean isAtBegin, boolean isAtEnd) {
        var left = new ArrayList<Integer>(List.of(first));
        while (!left.isEmpty()) {
            int step = left.removeLast();
            if (reached.get(step)) {
                continue;
            }
            reached.set(step);
            switch (program.get(step)) {
                case Step.Match _ -> {
                    return true;
                }
                case Step.Take _ -> {}
                case Step.Jump(int target) -> left.add(target);
                case Step.Fork(int other) -> {
                    left.add(other);
                    left.add(step + 1);
                }
                case Step.Begin _ -> {
                    if (isAtBegin) {
                        left.add(step + 1);
                    }
                }
                case Step.End _ -> {
                    if (isAtEnd) {
                        left.add(step + 1);
                    }
                }
            }
        }
        return false;
    }

    /** Makes programs whose jumps count from their own beginning. */
    private static final class Parser {
        private final String text;
        private int position;

        Parser(String text) {
            this.text = text;
        }

        void requireEnd() throws MalformedException {
            if (position < text.length()) {
                throw new MalformedException("a closing parenthesis without an opening one");
            }
        }

        private boolean next(char letter) {
            if (position < text.length() && text.charAt(position) == letter) {
                position++;
                return true;
            }
            return false;
        }

        List<Step> alternatives(int depth) throws MalformedException {
            if (depth > DEEPEST) {
                throw new TooLargeException();
            }
            List<Step> first = sequence(depth);
            while (next('|')) {
                List<Step> second = sequence(depth);
                var both = new ArrayList<Step>();
                both.add(new Step.Fork(first.size() + 2));
                append(both, first);
                both.add(new Step.Jump(first.size() + 2 + second.size()));
                append(both, second);
                first = both;
            }
            return first;
        }

        private List<Step> sequence(int depth) throws MalformedException {
            var program = new ArrayList<Step>();
            while (position < text.length() && text.charAt(position) != '|' && text.charAt(position) != ')') {
                append(program, repeated(atom(depth)));
            }
            return program;
        }

        private List<Step> atom(int depth) throws MalformedException {
            int letter = text.codePointAt(position);
            position += Character.charCount(letter);
            return switch (letter) {
                case '(' -> group(depth);
                case '[' -> List.of(new Step.Take(letters()));
                case '.' -> List.of(new Step.Take(each -> each != '\n'));
                case '^' -> List.of(new Step.Begin());
                case '$' -> List.of(new Step.End());
                case '\\' -> escape();
                case '*', '+', '?' -> throw new MalformedException("nothing to repeat");
                default -> List.of(new Step.Take(is(letter)));
            };
        }

        private List<Step> group(int depth) throws MalformedException {
            if (next('?')) {
                // No regard to case is had anyhow.
                if (text.startsWith("i)", position)) {
                    position += 2;
                    return List.of();
                }
                if (!next(':')) {
                    throw new MalformedException("an unknown kind of group");
                }
            }
            List<Step> inner = alternatives(depth + 1);
            if (!next(')')) {
                throw new MalformedException("a group without its end");
            }
            return inner;
        }

        private List<Step> escape() throws MalformedException {
            int letter = escaped();
            return switch (letter) {
                case 'A' -> List.of(new Step.Begin());
                case 'z' -> List.of(new Step.End());
                default -> List.of(new Step.Take(escapedClass(letter)));
            };
        }

        private int escaped() throws MalformedException {
            if (position == text.length()) {
                throw new MalformedException("a backslash at the end");
            }
            int letter = text.codePointAt(position);
            position += Character.charCount(letter);
            return letter;
        }

        private static IntPredicate escapedClass(int letter) throws MalformedException {
            IntPredicate digit = each -> each >= '0' && each <= '9';
            IntPredicate word = each -> each < 128 && (Character.isLetterOrDigit(each) || each == '_');
            IntPredicate space = each -> " \t\n\f\r".indexOf(each) >= 0;
            return switch (letter) {
                case 'd' -> digit;
                case 'D' -> digit.negate();
                case 'w' -> word;
                case 'W' -> word.negate();
                case 's' -> space;
                case 'S' -> space.negate();
                case 'n' -> is('\n');
                case 't' -> is('\t');
                default -> {
                    if (Character.isLetterOrDigit(letter)) {
                        throw new MalformedException("an unknown escape");
                    }
                    yield is(letter);
                }
            };
        }

        private static IntPredicate is(int letter) {
            return between(letter, letter);
        }

        private static IntPredicate between(int first, int last) {
            return each -> (each >= first && each <= last)
                    || (Character.toLowerCase(each) >= first && Character.toLowerCase(each) <= last)
                    || (Character.toUpperCase(each) >= first && Character.toUpperCase(each) <= last);
        }

        private IntPredicate letters() throws MalformedException {
            boolean isNegated = next('^');
            IntPredicate fits = _ -> false;
            boolean isFirst = true;
            while (isFirst || !next(']')) {
                isFirst = false;
                int first = escaped();
                if (first == '\\') {
                    fits = fits.or(escapedClass(escaped()));
                } else if (position + 1 < text.length()
                        && text.charAt(position) == '-'
                        && text.charAt(position + 1) != ']') {
                    position++;
                    int last = escaped();
                    if (last < first) {
                        throw new MalformedException("a range from its end to its beginning");
                    }
                    fits = fits.or(between(first, last));
                } else {
                    fits = fits.or(is(first));
                }
            }
            return isNegated ? fits.negate() : fits;
        }

        private List<Step> repeated(List<Step> atom) throws MalformedException {
            if (next('*')) {
                next('?');
                return atLeast(atom, 0);
            }
            if (next('+')) {
                next('?');
                return atLeast(atom, 1);
            }
            if (next('?')) {
                next('?');
                return between(atom, 0, 1);
            }
            int close = text.indexOf('}', position);
            String counts = next('{') && close > 0 ? text.substring(position, close) : "";
            if (!counts.matches("[0-9]{1,4}(,[0-9]{0,4})?")) {
                // Without counts, a brace is a letter.
                position -= position > 0 && text.charAt(position - 1) == '{' ? 1 : 0;
                return next('{') ? joined(atom, List.of(new Step.Take(is('{')))) : atom;
            }
            position = close + 1;
            next('?');
            String[] ends = counts.split(",", -1);
            int least = Integer.parseInt(ends[0]);
            if (ends.length == 2 && ends[1].isEmpty()) {
                return atLeast(atom, bounded(least));
            }
            int most = Integer.parseInt(ends[ends.length - 1]);
            if (most < least) {
                throw new MalformedException("a repetition from more to less");
            }
            return between(atom, bounded(least), bounded(most));
        }

        private static int bounded(int count) throws MalformedException {
            if (count > MOST_REPETITIONS) {
                throw new MalformedException("too many repetitions");
            }
            return count;
        }

        private static List<Step> joined(List<Step> first, List<Step> second) {
            var both = new ArrayList<>(first);
            append(both, second);
            return both;
        }

        private static List<Step> atLeast(List<Step> atom, int least) {
            var program = new ArrayList<Step>();
            for (int i = 0; i < least; i++) {
                append(program, atom);
            }
            var loop = new ArrayList<Step>();
            loop.add(new Step.Fork(atom.size() + 2));
            append(loop, atom);
            loop.add(new Step.Jump(0));
            append(program, loop);
            return program;
        }

        private static List<Step> between(List<Step> atom, int least, int most) {
            var program = new ArrayList<Step>();
            for (int i = 0; i < least; i++) {
                append(program, atom);
            }
            for (int i = least; i < most; i++) {
                var perhaps = new ArrayList<Step>();
                perhaps.add(new Step.Fork(atom.size() + 1));
                append(perhaps, atom);
                append(program, perhaps);
            }
            return program;
        }

        private static void append(List<Step> program, List<Step> more) {
            int offset = program.size();
            if (offset + more.size() > LARGEST) {
                throw new TooLargeException();
            }
            for (Step step : more) {
                program.add(
                        switch (step) {
                            case Step.Fork(int other) -> new Step.Fork(other + offset);
                            case Step.Jump(int target) -> new Step.Jump(target + offset);
                            default -> step;
                        });
            }
        }
    }
}

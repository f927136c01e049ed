package io.gantry.daemon.filter;

import io.gantry.api.ApiJson;
import io.gantry.daemon.failure.DaemonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code filter} of a collection: {@code FIELD eq|ne VALUE}, joined by {@code and} and {@code or} from left to
 * right, each with {@code not} before it if wanted. A field is a path such as {@code config.image.os}; a value is a
 * {@link ValuePattern}. What an object does not have, lists and objects are equal to no value; a key that a map of
 * texts does not have is an empty text, as in LXD. Immutable.
 */
public final class CollectionFilter {
    private final List<Clause> clauses;

    private CollectionFilter(List<Clause> clauses) {
        this.clauses = List.copyOf(clauses);
    }

    private enum Joint {
        AND,
        OR
    }

    private enum Operator {
        EQUAL,
        NOT_EQUAL
    }

    private record Clause(Joint before, boolean isNegated, String field, Operator operator, ValuePattern value) {}

    /**
     * Reads a filter.
     *
     * @throws DaemonException INVALID_REQUEST saying what is wrong with it
     */
    public static CollectionFilter parse(String text) {
        List<Clause> clauses = new ArrayList<>();
        var words = new Words(List.of(text.strip().split("\\s+")));
        Joint joint = Joint.AND;
        while (words.hasMore()) {
            String field = words.next("clause has no field");
            boolean isNegated = field.equalsIgnoreCase("not");
            if (isNegated) {
                field = words.next("incomplete not clause");
            }
            Operator operator = switch (words.next("clause has no operator")) {
                case "eq" -> Operator.EQUAL;
                case "ne" -> Operator.NOT_EQUAL;
                default -> throw invalid("unknown operator, expected eq or ne");
            };
            clauses.add(new Clause(joint, isNegated, field, operator, ValuePattern.parse(words.nextValue())));
            if (words.hasMore()) {
                joint = switch (words.next("")) {
                    case "and" -> Joint.AND;
                    case "or" -> Joint.OR;
                    default -> throw invalid("invalid clause composition");
                };
                if (!words.hasMore()) {
                    throw invalid("unterminated compound clause");
                }
            }
        }
        return new CollectionFilter(clauses);
    }

    /** Whether an object of the API fits. */
    public boolean matches(Object apiObject) {
        Object tree = ApiJson.toTree(apiObject);
        boolean result = true;
        for (Clause clause : clauses) {
            boolean fits = fits(clause, tree) != clause.isNegated();
            result = clause.before() == Joint.AND ? result && fits : result || fits;
        }
        return result;
    }

    private static boolean fits(Clause clause, Object tree) {
        boolean isEqual = field(tree, clause.field())
                .flatMap(CollectionFilter::text)
                .filter(clause.value()::matches)
                .isPresent();
        return isEqual == (clause.operator() == Operator.EQUAL);
    }

    private static Optional<String> text(Object value) {
        return switch (value) {
            case Map<?, ?> _ -> Optional.empty();
            case List<?> _ -> Optional.empty();
            // JSON numbers without a fraction are read as doubles by some readers.
            case Double number when number == Math.rint(number) -> Optional.of(Long.toString(number.longValue()));
            default -> Optional.of(value.toString());
        };
    }

    /** Follows a path; a key of a map may have dots itself. */
    private static Optional<Object> field(Object tree, String path) {
        if (!(tree instanceof Map<?, ?> map)) {
            return Optional.empty();
        }
        Object whole = map.get(path);
        if (whole != null) {
            return Optional.of(whole);
        }
        for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
            Object child = map.get(path.substring(0, dot));
            if (child != null) {
                Optional<Object> found = field(child, path.substring(dot + 1));
                return found.isEmpty() && isOfTexts(child) ? Optional.of("") : found;
            }
        }
        return Optional.empty();
    }

    private static boolean isOfTexts(Object value) {
        return value instanceof Map<?, ?> map && map.values().stream().allMatch(String.class::isInstance);
    }

    private static DaemonException invalid(String reason) {
        return DaemonException.invalid("Invalid filter: " + reason);
    }

    /** The words of a filter, one after the other. */
    private static final class Words {
        private final List<String> words;
        private int position;

        Words(List<String> words) {
            this.words = words;
        }

        boolean hasMore() {
            return position < words.size() && !words.get(position).isEmpty();
        }

        String next(String complaint) {
            if (!hasMore()) {
                throw invalid(complaint);
            }
            return words.get(position++);
        }

        /** A word, or several in double quotes. */
        String nextValue() {
            String value = next("clause has no value");
            if (!value.startsWith("\"")) {
                return value;
            }
            var quoted = new StringBuilder(value.substring(1));
            while (!(quoted.length() > 0 && quoted.charAt(quoted.length() - 1) == '"')) {
                quoted.append(' ').append(next("unterminated quote"));
            }
            quoted.setLength(quoted.length() - 1);
            return quoted.toString();
        }
    }
}

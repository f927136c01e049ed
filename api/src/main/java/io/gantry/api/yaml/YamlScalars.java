package io.gantry.api.yaml;

/** Which plain words a YAML 1.1 reader takes for something else than a string. */
final class YamlScalars {
    private YamlScalars() {}

    static boolean readsAsAnotherType(String value) {
        if (value.isEmpty()) {
            return true;
        }
        return switch (value) {
            case "~", "null", "Null", "NULL", "<<", "=" -> true;
            case "y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE" -> true;
            case "n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE" -> true;
            case ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF" ->
                true;
            default -> isNumber(value) || isSexagesimal(value) || isTimestamp(value);
        };
    }

    private static boolean isNumber(String value) {
        String digits = value.replace("_", "");
        int start = digits.startsWith("-") || digits.startsWith("+") ? 1 : 0;
        if (start == digits.length() || value.startsWith("_")) {
            return false;
        }
        String body = digits.substring(start);
        if (body.startsWith("0x") || body.startsWith("0X")) {
            return body.length() > 2 && allIn(body, 2, "0123456789abcdefABCDEF");
        }
        if (body.startsWith("0b") || body.startsWith("0o")) {
            return body.length() > 2 && allIn(body, 2, body.charAt(1) == 'b' ? "01" : "01234567");
        }
        return isDecimal(body);
    }

    private static boolean isDecimal(String body) {
        int exponent = Math.max(body.indexOf('e'), body.indexOf('E'));
        String mantissa = exponent < 0 ? body : body.substring(0, exponent);
        if (exponent >= 0) {
            int from = exponent + 1;
            if (from < body.length() && (body.charAt(from) == '-' || body.charAt(from) == '+')) {
                from++;
            }
            if (from == body.length() || !allIn(body, from, "0123456789")) {
                return false;
            }
        }
        int dot = mantissa.indexOf('.');
        String whole = dot < 0 ? mantissa : mantissa.substring(0, dot);
        String fraction = dot < 0 ? "" : mantissa.substring(dot + 1);
        return !(whole.isEmpty() && fraction.isEmpty())
                && allIn(whole, 0, "0123456789")
                && allIn(fraction, 0, "0123456789");
    }

    /** Base 60 of YAML 1.1, such as 12:30:45; a MAC address of digits only would be one. */
    private static boolean isSexagesimal(String value) {
        int start = value.startsWith("-") || value.startsWith("+") ? 1 : 0;
        int colon = value.indexOf(':');
        if (colon <= start
                || !Character.isDigit(value.charAt(start))
                || !allIn(value.substring(start), 0, "0123456789_:.")) {
            return false;
        }
        int from = colon + 1;
        while (true) {
            int next = value.indexOf(':', from);
            String part = next < 0 ? value.substring(from) : value.substring(from, next);
            int dot = part.indexOf('.');
            String digits = dot < 0 || next >= 0 ? part : part.substring(0, dot);
            boolean base60 = digits.length() == 1 || (digits.length() == 2 && digits.charAt(0) <= '5');
            if (!base60 || !allIn(digits, 0, "0123456789")) {
                return false;
            }
            if (next < 0) {
                return true;
            }
            from = next + 1;
        }
    }

    /** A date, or a date and time. */
    static boolean isTimestamp(String value) {
        int i = 0;
        while (i < value.length() && Character.isDigit(value.charAt(i))) {
            i++;
        }
        if (i != 4 || value.length() < 8 || value.charAt(4) != '-') {
            return false;
        }
        int second = value.indexOf('-', 5);
        if (second < 6 || second > 7 || !allIn(value.substring(5, second), 0, "0123456789")) {
            return false;
        }
        int end = second + 1;
        while (end < value.length() && Character.isDigit(value.charAt(end))) {
            end++;
        }
        int digits = end - second - 1;
        if (digits < 1 || digits > 2) {
            return false;
        }
        return end == value.length()
                || ("Tt ".indexOf(value.charAt(end)) >= 0
                        && value.indexOf(':', end) > 0
                        && allIn(value.substring(end + 1), 0, "0123456789:.Zz+- "));
    }

    private static boolean allIn(String text, int from, String allowed) {
        for (int i = from; i < text.length(); i++) {
            if (allowed.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }
}

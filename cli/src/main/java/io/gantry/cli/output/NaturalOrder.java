package io.gantry.cli.output;

import java.util.Comparator;

/** Orders names as people do: c2 before c10. */
public final class NaturalOrder implements Comparator<String> {
    @Override
    public int compare(String left, String right) {
        int i = 0;
        int j = 0;
        while (i < left.length() && j < right.length()) {
            if (isDigit(left.charAt(i)) && isDigit(right.charAt(j))) {
                int endLeft = endOfDigits(left, i);
                int endRight = endOfDigits(right, j);
                int startLeft = skipZeros(left, i, endLeft);
                int startRight = skipZeros(right, j, endRight);
                int byLength = Integer.compare(endLeft - startLeft, endRight - startRight);
                if (byLength != 0) {
                    return byLength;
                }
                int byDigits = left.substring(startLeft, endLeft).compareTo(right.substring(startRight, endRight));
                if (byDigits != 0) {
                    return byDigits;
                }
                i = endLeft;
                j = endRight;
            } else {
                int byCharacter = Character.compare(left.charAt(i), right.charAt(j));
                if (byCharacter != 0) {
                    return byCharacter;
                }
                i++;
                j++;
            }
        }
        int byRest = Integer.compare(left.length() - i, right.length() - j);
        return byRest != 0 ? byRest : left.compareTo(right);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int endOfDigits(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int skipZeros(String text, int from, int end) {
        int start = from;
        while (start < end - 1 && text.charAt(start) == '0') {
            start++;
        }
        return start;
    }
}

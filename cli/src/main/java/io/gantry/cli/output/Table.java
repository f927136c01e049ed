package io.gantry.cli.output;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows under a header. Cells may have several lines; every row has as many cells as the header.
 *
 * @param header column titles, shown in capitals
 */
public record Table(List<String> header, List<List<String>> rows) {
    public Table {
        header = List.copyOf(header);
        rows = List.copyOf(rows);
    }

    /** With a frame and a rule between every two rows. */
    public String framed() {
        int[] widths = widths();
        var rule = new StringBuilder("+");
        for (int width : widths) {
            rule.append("-".repeat(width + 2)).append('+');
        }
        rule.append('\n');

        var text = new StringBuilder().append(rule);
        appendHeader(text, widths, Edge.LINE);
        text.append(rule);
        for (List<String> row : rows) {
            appendRow(text, row, widths, Edge.LINE);
            text.append(rule);
        }
        return text.toString();
    }

    /** Without lines, for reading by scripts and small screens. */
    public String compact() {
        int[] widths = widths();
        var text = new StringBuilder();
        appendHeader(text, widths, Edge.NONE);
        for (List<String> row : rows) {
            appendRow(text, row, widths, Edge.NONE);
        }
        return text.toString();
    }

    /** The rows, without the header, as comma-separated values (RFC 4180 quoting). */
    public String csv() {
        var text = new StringBuilder();
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                text.append(i == 0 ? "" : ",").append(quoted(row.get(i)));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String quoted(String cell) {
        boolean plain = cell.indexOf(',') < 0
                && cell.indexOf('"') < 0
                && cell.indexOf('\n') < 0
                && cell.indexOf('\r') < 0
                && !cell.startsWith(" ")
                && !cell.startsWith("\t");
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    private enum Edge {
        LINE("|", "|"),
        NONE(" ", "");

        final String outer;
        final String inner;

        Edge(String outer, String inner) {
            this.outer = outer;
            this.inner = inner;
        }
    }

    private int[] widths() {
        int[] widths = new int[header.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = DisplayWidth.of(header.get(i));
            for (List<String> row : rows) {
                for (String line : lines(row.get(i))) {
                    widths[i] = Math.max(widths[i], DisplayWidth.of(line));
                }
            }
        }
        return widths;
    }

    private void appendHeader(StringBuilder text, int[] widths, Edge edge) {
        text.append(edge.outer);
        for (int i = 0; i < widths.length; i++) {
            String title = header.get(i).toUpperCase(java.util.Locale.ROOT);
            int space = widths[i] - DisplayWidth.of(title);
            int left = space / 2;
            text.append(i == 0 ? "" : edge.inner)
                    .append(" ".repeat(left + 1))
                    .append(title)
                    .append(" ".repeat(space - left + 1));
        }
        text.append(edge.outer).append('\n');
    }

    private static void appendRow(StringBuilder text, List<String> row, int[] widths, Edge edge) {
        var cells = new ArrayList<List<String>>();
        int height = 1;
        for (String cell : row) {
            List<String> lines = lines(cell);
            cells.add(lines);
            height = Math.max(height, lines.size());
        }
        for (int line = 0; line < height; line++) {
            text.append(edge.outer);
            for (int i = 0; i < widths.length; i++) {
                String part = line < cells.get(i).size() ? cells.get(i).get(line) : "";
                text.append(i == 0 ? " " : edge.inner + " ")
                        .append(part)
                        .append(" ".repeat(widths[i] - DisplayWidth.of(part) + 1));
            }
            text.append(edge.outer).append('\n');
        }
    }

    private static List<String> lines(String cell) {
        var lines = new ArrayList<String>();
        int from = 0;
        for (int end = cell.indexOf('\n'); end >= 0; end = cell.indexOf('\n', from)) {
            lines.add(cell.substring(from, end));
            from = end + 1;
        }
        lines.add(cell.substring(from));
        return lines;
    }
}

package io.gantry.daemon.config.value;

import io.gantry.storage.idmap.IdmapEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Single ids or ranges of the host that a container sees under ids of its own choice, a line for each. */
public record IdmapLines(List<IdmapEntry> entries) {
    /** No such ids. */
    public static final IdmapLines NONE = new IdmapLines(List.of());

    private static final Pattern LINE =
            Pattern.compile("(uid|gid|both)\\s+([0-9]{1,10})(?:-([0-9]{1,10}))?\\s+([0-9]{1,10})(?:-([0-9]{1,10}))?");

    public IdmapLines {
        entries = List.copyOf(entries);
    }

    /**
     * Reads lines such as {@code both 1000 1000} or {@code uid 50-60 500-510}: host, then container.
     *
     * @throws MalformedValueException where lines overlap, a range is not as long as the other, or a line is no such
     */
    public static IdmapLines parse(String text) {
        var entries = new ArrayList<IdmapEntry>();
        for (String line :
                text.lines().map(String::strip).filter(one -> !one.isEmpty()).toList()) {
            IdmapEntry entry = entry(line);
            if (entries.stream().anyMatch(other -> overlap(other, entry))) {
                throw new MalformedValueException("\"" + line + "\" overlaps another line of it");
            }
            entries.add(entry);
        }
        return new IdmapLines(entries);
    }

    /** What {@link #parse} reads as these lines. */
    public String text() {
        return entries.stream().map(IdmapLines::line).collect(Collectors.joining("\n"));
    }

    private static String line(IdmapEntry entry) {
        String kind = entry.isUid() && entry.isGid() ? "both" : entry.isUid() ? "uid" : "gid";
        return kind + " " + range(entry.hostId(), entry.length()) + " " + range(entry.containerId(), entry.length());
    }

    private static String range(long first, long length) {
        return first + "-" + (first + length - 1);
    }

    private static IdmapEntry entry(String line) {
        Matcher form = LINE.matcher(line);
        if (!form.matches()) {
            throw new MalformedValueException("\"" + line + "\" is no such line");
        }
        long host = Long.parseLong(form.group(2));
        long container = Long.parseLong(form.group(4));
        long length = last(form.group(3), host) - host + 1;
        if (length != last(form.group(5), container) - container + 1 || length < 1) {
            throw new MalformedValueException("the ranges of \"" + line + "\" have different lengths");
        }
        boolean isUid = !form.group(1).equals("gid");
        boolean isGid = !form.group(1).equals("uid");
        return new IdmapEntry(isUid, isGid, host, container, length);
    }

    private static long last(@Nullable String text, long otherwise) {
        return text == null ? otherwise : Long.parseLong(text);
    }

    private static boolean overlap(IdmapEntry one, IdmapEntry other) {
        boolean isOfOneKind = (one.isUid() && other.isUid()) || (one.isGid() && other.isGid());
        return isOfOneKind
                && (overlap(one.hostId(), other.hostId(), one.length(), other.length())
                        || overlap(one.containerId(), other.containerId(), one.length(), other.length()));
    }

    private static boolean overlap(long one, long other, long lengthOfOne, long lengthOfOther) {
        return one < other + lengthOfOther && other < one + lengthOfOne;
    }
}

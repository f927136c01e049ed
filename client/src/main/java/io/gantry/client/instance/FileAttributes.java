package io.gantry.client.instance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what with a file that is written. Null or -1 leaves it to the server.
 *
 * @param uid of the owner, as the instance sees it
 * @param gid of the group, as the instance sees it
 * @param mode permissions, at most {@code 07777}
 * @param demanded which of {@code uid}, {@code gid} and {@code mode} a file gets that is there already
 */
public record FileAttributes(
        @Nullable Integer uid, @Nullable Integer gid, int mode, List<String> demanded) {
    /** Those that the file has; a new one gets the server's. */
    public static final FileAttributes KEPT = new FileAttributes(null, null, -1);

    public FileAttributes(@Nullable Integer uid, @Nullable Integer gid, int mode) {
        this(uid, gid, mode, List.of());
    }

    public FileAttributes {
        demanded = List.copyOf(demanded);
    }
}

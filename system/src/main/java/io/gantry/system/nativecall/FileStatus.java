package io.gantry.system.nativecall;

import java.time.Instant;

/**
 * What the kernel says about a file.
 *
 * @param permissions the mode without its type
 * @param uid of the host
 * @param gid of the host
 */
public record FileStatus(FileKind kind, int permissions, long uid, long gid, long size, Instant modified) {}

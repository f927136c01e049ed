package io.gantry.storage.rsync;

/** What both ends of a transfer must have been told alike. */
public enum RsyncOption {
    /** Extended attributes, capabilities among them. */
    XATTRS,
    /** What the source has not got goes at the target. */
    DELETE,
    COMPRESS,
    HARD_LINKS_AND_ACLS
}

package io.gantry.daemon.image.archive;

import java.util.Map;
import java.util.Optional;

/** The names of architectures, as the kernel and as distributions call them. */
public final class Architectures {
    private static final Map<String, String> BY_ALIAS = Map.ofEntries(
            Map.entry("i686", "i686"),
            Map.entry("i386", "i686"),
            Map.entry("i586", "i686"),
            Map.entry("386", "i686"),
            Map.entry("x86", "i686"),
            Map.entry("x86_64", "x86_64"),
            Map.entry("amd64", "x86_64"),
            Map.entry("generic_64", "x86_64"),
            Map.entry("armv7l", "armv7l"),
            Map.entry("armel", "armv7l"),
            Map.entry("armhf", "armv7l"),
            Map.entry("arm", "armv7l"),
            Map.entry("armhfp", "armv7l"),
            Map.entry("armv7a_hardfp", "armv7l"),
            Map.entry("armv7", "armv7l"),
            Map.entry("aarch64", "aarch64"),
            Map.entry("arm64", "aarch64"),
            Map.entry("arm64_generic", "aarch64"),
            Map.entry("ppc", "ppc"),
            Map.entry("powerpc", "ppc"),
            Map.entry("ppc64", "ppc64"),
            Map.entry("powerpc64", "ppc64"),
            Map.entry("ppc64el", "ppc64le"),
            Map.entry("ppc64le", "ppc64le"),
            Map.entry("s390x", "s390x"),
            Map.entry("mips", "mips"),
            Map.entry("mipsel", "mips"),
            Map.entry("mips64", "mips64"),
            Map.entry("mips64el", "mips64"),
            Map.entry("riscv32", "riscv32"),
            Map.entry("riscv64", "riscv64"));

    private Architectures() {}

    /** The kernel's name of an architecture; empty where it is not known. */
    public static Optional<String> canonical(String name) {
        return Optional.ofNullable(BY_ALIAS.get(name));
    }

    /** What this host is. */
    public static String ofThisHost() {
        return canonical(System.getProperty("os.arch", "")).orElse("x86_64");
    }
}

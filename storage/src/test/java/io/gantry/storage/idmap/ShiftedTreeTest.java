package io.gantry.storage.idmap;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.system.command.Command;
import io.gantry.system.command.ProcessCommandRunner;
import io.gantry.system.root.NeedsRoot;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trees as a host leaves them that shifts owners on disk. Runs as root. */
@NeedsRoot
final class ShiftedTreeTest {
    private static final DiskIdmap SHIFTED = new DiskIdmap(List.of(
            IdmapEntry.both(100_000, 0, 1000), IdmapEntry.both(1000, 1000, 1), IdmapEntry.both(101_001, 1001, 64_535)));

    private final ProcessCommandRunner commands = new ProcessCommandRunner();

    @TempDir
    Path tree;

    @Test
    void everyOwnerBecomesThatOfTheContainer() {
        shell(
                "echo > root; chown 100000:100000 root; echo > user; chown 101001:100050 user; ln -s foreign link",
                "chown -h 100033:100033 link; echo > raw; chown 1000:1000 raw; echo > foreign; chown 7:7 foreign",
                "mkdir folder; mkfifo folder/fifo; chown 165535:165535 folder folder/fifo");

        new ShiftedTree(tree, SHIFTED).unshift();

        assertThat(shell("stat -c '%n %u:%g' *  folder/fifo")).isEqualTo("""
                        folder 65535:65535
                        foreign 7:7
                        link 33:33
                        raw 1000:1000
                        root 0:0
                        user 1001:50
                        folder/fifo 65535:65535
                        """);
    }

    @Test
    void aFileWithSeveralNamesChangesOnce() {
        // 200000 becomes 100000, which would become 0 at a second visit.
        var far = new DiskIdmap(List.of(IdmapEntry.both(100_000, 0, 1_000_000)));
        shell("echo > one; ln one two; mkdir d; ln one d/three; chown 200000:200000 one");

        new ShiftedTree(tree, far).unshift();

        assertThat(shell("stat -c %u one two d/three")).isEqualTo("100000\n100000\n100000\n");
    }

    @Test
    void setIdBitsCapabilitiesAndAclsStay() {
        shell(
                "echo > set; chown 100000:100000 set; chmod 6755 set",
                "cp /bin/true capable; chown 100000:100000 capable; setcap -n 100000 cap_net_raw+ep capable",
                "echo > acl; setfacl -m u:101500:rw,g:100050:r acl; mkdir d; setfacl -d -m u:100033:rwx d");

        new ShiftedTree(tree, SHIFTED).unshift();

        assertThat(shell("stat -c '%a %u' set")).isEqualTo("6755 0\n");
        assertThat(shell("getcap -n capable")).isEqualTo("capable cap_net_raw=ep\n");
        assertThat(shell("getfacl -nc acl d | grep :[0-9]"))
                .isEqualTo("user:1500:rw-\ngroup:50:r--\ndefault:user:33:rwx\n");
    }

    @Test
    void namesMayBeAnyBytes() {
        shell(
                "echo > \"$(printf 'a\\377\\nb')\"; mkdir \"$(printf '\\376')\"; echo > \"$(printf '\\376')/f\"",
                "chown -R 100005:100005 .");

        new ShiftedTree(tree, SHIFTED).unshift();

        assertThat(shell("find . -mindepth 1 ! -user 5")).isEmpty();
    }

    private String shell(String... lines) {
        return commands.run(Command.of("sh", "-euc", "cd \"$0\"; " + String.join("; ", lines), tree.toString()))
                .text();
    }
}

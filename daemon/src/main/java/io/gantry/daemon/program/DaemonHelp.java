package io.gantry.daemon.program;

/** What {@code lxd help} and {@code lxd version} print. */
public final class DaemonHelp {
    /** The version of the API, which is what clients and scripts compare. */
    public static final String VERSION = "5.0.2";

    public static final String TEXT = """
            Usage: lxd [--group GROUP] [--logfile FILE] [--debug | --verbose]
                   lxd COMMAND [flags]

            Without a command, lxd is the daemon, in the foreground. LXD_DIR names its directory
            (default: /var/lib/lxd).

            Commands:
              activateifneeded   Start the daemon's socket only where there is something to serve
              init               Set up storage pools, networks and profiles, by questions or without
              shutdown           Stop all containers and the daemon
              version            Show the version of the API
              waitready          Wait until the daemon serves its API

            Flags of the daemon:
              --group GROUP      Group that may use the unix socket
              --logfile FILE     Write the log to a file
              --debug            Log everything
              --verbose          Log what is done

            Flags of init, which asks questions without them:
              --auto                          Ask nothing
              --minimal                       Ask nothing, take no flags
              --preseed                       Read what the server is to have from standard input, as YAML
              --dump                          Write what the server has as YAML for --preseed

            Flags of init --auto:
              --network-address ADDRESS       Listen at this address
              --network-port PORT             ... and port (default: 8443)
              --storage-backend DRIVER        dir or btrfs (default: dir)
              --storage-create-loop SIZE      Size of a new loop file in GB
              --storage-create-device DEVICE  Use this block device
              --storage-pool NAME             Directory or block device to use, or a name for the new pool
              --trust-password PASSWORD       Password that makes new clients trusted

            Flags of shutdown and waitready:
              --timeout SECONDS               Give up after this time
            """;

    private DaemonHelp() {}
}

package io.gantry.cli;

import io.gantry.cli.alias.AliasAdd;
import io.gantry.cli.alias.AliasList;
import io.gantry.cli.alias.AliasRemove;
import io.gantry.cli.alias.AliasRename;
import io.gantry.cli.command.Command;
import io.gantry.cli.config.DeviceAdd;
import io.gantry.cli.config.DeviceGet;
import io.gantry.cli.config.DeviceList;
import io.gantry.cli.config.DeviceOverride;
import io.gantry.cli.config.DeviceRemove;
import io.gantry.cli.config.DeviceSet;
import io.gantry.cli.config.DeviceShow;
import io.gantry.cli.config.DeviceUnset;
import io.gantry.cli.config.Edit;
import io.gantry.cli.config.KeyGet;
import io.gantry.cli.config.KeySet;
import io.gantry.cli.config.KeyUnset;
import io.gantry.cli.config.MetadataEdit;
import io.gantry.cli.config.MetadataShow;
import io.gantry.cli.config.NameChange;
import io.gantry.cli.config.Remove;
import io.gantry.cli.config.ResourceKind;
import io.gantry.cli.config.Show;
import io.gantry.cli.config.TemplateCreate;
import io.gantry.cli.config.TemplateDelete;
import io.gantry.cli.config.TemplateEdit;
import io.gantry.cli.config.TemplateList;
import io.gantry.cli.config.TemplateShow;
import io.gantry.cli.config.TrustAdd;
import io.gantry.cli.config.TrustList;
import io.gantry.cli.config.TrustRemove;
import io.gantry.cli.exec.Exec;
import io.gantry.cli.failure.UsageException;
import io.gantry.cli.file.FileDelete;
import io.gantry.cli.file.FileEdit;
import io.gantry.cli.file.FilePull;
import io.gantry.cli.file.FilePush;
import io.gantry.cli.image.ImageAliasCreate;
import io.gantry.cli.image.ImageAliasDelete;
import io.gantry.cli.image.ImageAliasList;
import io.gantry.cli.image.ImageAliasRename;
import io.gantry.cli.image.ImageCopy;
import io.gantry.cli.image.ImageDelete;
import io.gantry.cli.image.ImageExport;
import io.gantry.cli.image.ImageImport;
import io.gantry.cli.image.ImageInfo;
import io.gantry.cli.image.ImageList;
import io.gantry.cli.image.ImageRefresh;
import io.gantry.cli.instance.Info;
import io.gantry.cli.instance.InstanceCopy;
import io.gantry.cli.instance.InstanceCreation;
import io.gantry.cli.instance.InstanceDelete;
import io.gantry.cli.instance.InstanceList;
import io.gantry.cli.instance.InstanceMove;
import io.gantry.cli.instance.InstanceRename;
import io.gantry.cli.instance.Publish;
import io.gantry.cli.instance.SnapshotCreate;
import io.gantry.cli.instance.SnapshotRestore;
import io.gantry.cli.instance.StateChange;
import io.gantry.cli.network.NetworkAttach;
import io.gantry.cli.network.NetworkCreate;
import io.gantry.cli.network.NetworkDetach;
import io.gantry.cli.network.NetworkInfo;
import io.gantry.cli.network.NetworkLeases;
import io.gantry.cli.network.NetworkList;
import io.gantry.cli.operation.OperationDelete;
import io.gantry.cli.operation.OperationList;
import io.gantry.cli.operation.OperationShow;
import io.gantry.cli.profile.ProfileAssign;
import io.gantry.cli.profile.ProfileCopy;
import io.gantry.cli.profile.ProfileCreate;
import io.gantry.cli.profile.ProfileList;
import io.gantry.cli.query.Monitor;
import io.gantry.cli.query.Query;
import io.gantry.cli.query.Version;
import io.gantry.cli.remote.Finger;
import io.gantry.cli.remote.RemoteAdd;
import io.gantry.cli.remote.RemoteGetDefault;
import io.gantry.cli.remote.RemoteList;
import io.gantry.cli.remote.RemoteRemove;
import io.gantry.cli.remote.RemoteRename;
import io.gantry.cli.remote.RemoteSetUrl;
import io.gantry.cli.remote.RemoteSwitch;
import io.gantry.cli.storage.StorageCreate;
import io.gantry.cli.storage.StorageInfo;
import io.gantry.cli.storage.StorageList;
import io.gantry.cli.storage.VolumeCreate;
import io.gantry.cli.storage.VolumeDelete;
import io.gantry.cli.storage.VolumeList;
import io.gantry.cli.storage.VolumeShow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All commands: their words, and the class of each. Only the class of the command that is called is loaded, because
 * loading classes is most of what a short command costs.
 */
final class CommandTable {
    private static final CommandEntry[] ENTRIES = {
        shown("alias", "", "Manage command aliases"),
        shown("alias add", "", "Add new aliases"),
        shown("alias list", "ls", "List aliases"),
        shown("alias remove", "rm", "Remove aliases"),
        shown("alias rename", "mv", "Rename aliases"),
        shown("config", "", "Manage instance and server configuration options"),
        shown("config device", "", "Manage devices"),
        shown("config device add", "", "Add instance devices"),
        shown("config device get", "", "Get values for device configuration keys"),
        shown("config device list", "ls", "List instance devices"),
        shown("config device override", "", "Copy profile inherited devices and override configuration keys"),
        shown("config device remove", "rm", "Remove instance devices"),
        shown("config device set", "", "Set device configuration keys"),
        shown("config device show", "", "Show full device configuration"),
        shown("config device unset", "", "Unset device configuration keys"),
        shown("config edit", "", "Edit instance or server configurations as YAML"),
        shown("config get", "", "Get values for instance or server configuration keys"),
        shown("config metadata", "", "Manage instance metadata files"),
        shown("config metadata edit", "", "Edit instance metadata files"),
        shown("config metadata show", "", "Show instance metadata files"),
        shown("config set", "", "Set instance or server configuration keys"),
        shown("config show", "", "Show instance or server configurations"),
        shown("config template", "", "Manage instance file templates"),
        shown("config template create", "", "Create new instance file templates"),
        shown("config template delete", "rm", "Delete instance file templates"),
        shown("config template edit", "", "Edit instance file templates"),
        shown("config template list", "", "List instance file templates"),
        shown("config template show", "", "Show content of instance file templates"),
        shown("config trust", "", "Manage trusted clients"),
        shown("config trust add", "", "Add new trusted client"),
        shown("config trust edit", "", "Edit trust configurations as YAML"),
        shown("config trust list", "ls", "List trusted clients"),
        shown("config trust remove", "rm", "Remove trusted client"),
        shown("config trust show", "", "Show trust configurations"),
        shown("config unset", "", "Unset instance or server configuration keys"),
        shown("copy", "cp", "Copy instances within or in between servers"),
        shown("delete", "rm", "Delete instances and snapshots"),
        shown("exec", "", "Execute commands in instances"),
        shown("file", "", "Manage files in instances"),
        shown("file delete", "rm", "Delete files in instances"),
        shown("file edit", "", "Edit files in instances"),
        shown("file pull", "", "Pull files from instances"),
        shown("file push", "", "Push files into instances"),
        hidden("finger", "", "Check if the server is alive"),
        shown("help", "", "Help about any command"),
        shown("image", "", "Manage images"),
        shown("image alias", "", "Manage image aliases"),
        shown("image alias create", "", "Create aliases for existing images"),
        shown("image alias delete", "rm", "Delete image aliases"),
        shown("image alias list", "ls", "List image aliases"),
        shown("image alias rename", "mv", "Rename aliases"),
        shown("image copy", "cp", "Copy images between servers"),
        shown("image delete", "rm", "Delete images"),
        shown("image edit", "", "Edit image properties"),
        shown("image export", "", "Export and download images"),
        shown("image get-property", "", "Get image properties"),
        shown("image import", "", "Import images into the image store"),
        shown("image info", "", "Show useful information about images"),
        shown("image list", "ls", "List images"),
        shown("image refresh", "", "Refresh images"),
        shown("image set-property", "", "Set image properties"),
        shown("image show", "", "Show image properties"),
        shown("image unset-property", "", "Unset image properties"),
        shown("info", "", "Show instance or server information"),
        hidden("init", "", "Create instances from images"),
        shown("launch", "", "Create and start instances from images"),
        shown("list", "ls", "List instances"),
        hidden("monitor", "", "Monitor a local or remote server"),
        shown("move", "mv", "Move instances within or in between servers"),
        shown("network", "", "Manage and attach instances to networks"),
        shown("network attach", "", "Attach network interfaces to instances"),
        shown("network attach-profile", "", "Attach network interfaces to profiles"),
        shown("network create", "", "Create new networks"),
        shown("network delete", "rm", "Delete networks"),
        shown("network detach", "", "Detach network interfaces from instances"),
        shown("network detach-profile", "", "Detach network interfaces from profiles"),
        shown("network edit", "", "Edit network configurations as YAML"),
        shown("network get", "", "Get values for network configuration keys"),
        shown("network info", "", "Get runtime information on networks"),
        shown("network list", "ls", "List available networks"),
        shown("network list-leases", "", "List DHCP leases"),
        shown("network rename", "mv", "Rename networks"),
        shown("network set", "", "Set network configuration keys"),
        shown("network show", "", "Show network configurations"),
        shown("network unset", "", "Unset network configuration keys"),
        shown("operation", "", "List, show and delete background operations"),
        shown("operation delete", "cancel rm", "Delete background operations (will attempt to cancel)"),
        shown("operation list", "ls", "List background operations"),
        shown("operation show", "", "Show details on a background operation"),
        hidden("pause", "", "Pause instances"),
        shown("profile", "", "Manage profiles"),
        shown("profile add", "", "Add profiles to instances"),
        shown("profile assign", "apply", "Assign sets of profiles to instances"),
        shown("profile copy", "cp", "Copy profiles"),
        shown("profile create", "", "Create profiles"),
        shown("profile delete", "rm", "Delete profiles"),
        shown("profile device", "", "Manage devices"),
        shown("profile device add", "", "Add instance devices"),
        shown("profile device get", "", "Get values for device configuration keys"),
        shown("profile device list", "ls", "List instance devices"),
        shown("profile device remove", "rm", "Remove instance devices"),
        shown("profile device set", "", "Set device configuration keys"),
        shown("profile device show", "", "Show full device configuration"),
        shown("profile device unset", "", "Unset device configuration keys"),
        shown("profile edit", "", "Edit profile configurations as YAML"),
        shown("profile get", "", "Get values for profile configuration keys"),
        shown("profile list", "ls", "List profiles"),
        shown("profile remove", "", "Remove profiles from instances"),
        shown("profile rename", "mv", "Rename profiles"),
        shown("profile set", "", "Set profile configuration keys"),
        shown("profile show", "", "Show profile configurations"),
        shown("profile unset", "", "Unset profile configuration keys"),
        shown("publish", "", "Publish instances as images"),
        hidden("query", "", "Send a raw query to the server"),
        shown("remote", "", "Manage the list of remote servers"),
        shown("remote add", "", "Add new remote servers"),
        shown("remote get-default", "", "Show the default remote"),
        shown("remote list", "ls", "List the available remotes"),
        shown("remote remove", "rm", "Remove remotes"),
        shown("remote rename", "mv", "Rename remotes"),
        shown("remote set-url", "", "Set the URL for the remote"),
        shown("remote switch", "set-default", "Switch the default remote"),
        shown("rename", "", "Rename instances and snapshots"),
        shown("restart", "", "Restart instances"),
        shown("restore", "", "Restore instances from snapshots"),
        shown("snapshot", "", "Create instance snapshots"),
        shown("start", "", "Start instances"),
        shown("stop", "", "Stop instances"),
        shown("storage", "", "Manage storage pools and volumes"),
        shown("storage create", "", "Create storage pools"),
        shown("storage delete", "rm", "Delete storage pools"),
        shown("storage edit", "", "Edit storage pool configurations as YAML"),
        shown("storage get", "", "Get values for storage pool configuration keys"),
        shown("storage info", "", "Show useful information about storage pools"),
        shown("storage list", "ls", "List available storage pools"),
        shown("storage set", "", "Set storage pool configuration keys"),
        shown("storage show", "", "Show storage pool configurations"),
        shown("storage unset", "", "Unset storage pool configuration keys"),
        shown("storage volume", "", "Manage storage volumes"),
        shown("storage volume create", "", "Create new custom storage volumes"),
        shown("storage volume delete", "rm", "Delete storage volumes"),
        shown("storage volume list", "ls", "List storage volumes"),
        shown("storage volume show", "", "Show storage volume configurations"),
        shown("version", "", "Show local and remote versions"),
    };

    private CommandTable() {}

    private static CommandEntry shown(String path, String otherNames, String summary) {
        return new CommandEntry(path, otherNames, summary, CommandEntry.Visibility.SHOWN);
    }

    private static CommandEntry hidden(String path, String otherNames, String summary) {
        return new CommandEntry(path, otherNames, summary, CommandEntry.Visibility.HIDDEN);
    }

    /** The command that a word calls below a group, null where there is none. */
    static @Nullable CommandEntry find(String group, String word) {
        for (CommandEntry entry : ENTRIES) {
            if (entry.isCalled(word) && entry.group().equals(group)) {
                return entry;
            }
        }
        return null;
    }

    /** The path that words name; words with other names among them too. */
    static String path(List<String> words) {
        String path = "";
        for (String word : words) {
            CommandEntry entry = find(path, word);
            if (entry == null) {
                throw new UsageException(
                        "no command \"" + String.join(" ", words) + "\"; `lxc help` lists the commands");
            }
            path = entry.path();
        }
        return path;
    }

    static CommandEntry entry(String path) {
        for (CommandEntry entry : ENTRIES) {
            if (entry.path().equals(path)) {
                return entry;
            }
        }
        throw new IllegalArgumentException("no command " + path);
    }

    /** Whether there are commands below this path. */
    static boolean isGroup(String path) {
        for (CommandEntry entry : ENTRIES) {
            if (entry.path().length() > path.length()
                    && entry.path().startsWith(path)
                    && entry.path().charAt(path.length()) == ' ') {
                return true;
            }
        }
        return false;
    }

    /** The commands and groups right below a group, in the order of the table. */
    static List<CommandEntry> below(String group) {
        var entries = new ArrayList<CommandEntry>();
        for (CommandEntry entry : ENTRIES) {
            if (entry.group().equals(group)) {
                entries.add(entry);
            }
        }
        return entries;
    }

    static Command command(String path) {
        return switch (path) {
            case "alias add" -> new AliasAdd();
            case "alias list" -> new AliasList();
            case "alias remove" -> new AliasRemove();
            case "alias rename" -> new AliasRename();
            case "config device add" -> new DeviceAdd(ResourceKind.INSTANCE);
            case "config device get" -> new DeviceGet(ResourceKind.INSTANCE);
            case "config device list" -> new DeviceList(ResourceKind.INSTANCE);
            case "config device override" -> new DeviceOverride(ResourceKind.INSTANCE);
            case "config device remove" -> new DeviceRemove(ResourceKind.INSTANCE);
            case "config device set" -> new DeviceSet(ResourceKind.INSTANCE);
            case "config device show" -> new DeviceShow(ResourceKind.INSTANCE);
            case "config device unset" -> new DeviceUnset(ResourceKind.INSTANCE);
            case "config edit" -> new Edit(ResourceKind.INSTANCE);
            case "config get" -> new KeyGet(ResourceKind.INSTANCE);
            case "config metadata edit" -> new MetadataEdit();
            case "config metadata show" -> new MetadataShow();
            case "config set" -> new KeySet(ResourceKind.INSTANCE);
            case "config show" -> new Show(ResourceKind.INSTANCE);
            case "config template create" -> new TemplateCreate();
            case "config template delete" -> new TemplateDelete();
            case "config template edit" -> new TemplateEdit();
            case "config template list" -> new TemplateList();
            case "config template show" -> new TemplateShow();
            case "config trust add" -> new TrustAdd();
            case "config trust edit" -> new Edit(ResourceKind.CERTIFICATE);
            case "config trust list" -> new TrustList();
            case "config trust remove" -> new TrustRemove();
            case "config trust show" -> new Show(ResourceKind.CERTIFICATE);
            case "config unset" -> new KeyUnset(ResourceKind.INSTANCE);
            case "copy" -> new InstanceCopy();
            case "delete" -> new InstanceDelete();
            case "exec" -> new Exec();
            case "file delete" -> new FileDelete();
            case "file edit" -> new FileEdit();
            case "file pull" -> new FilePull();
            case "file push" -> new FilePush();
            case "finger" -> new Finger();
            case "image alias create" -> new ImageAliasCreate();
            case "image alias delete" -> new ImageAliasDelete();
            case "image alias list" -> new ImageAliasList();
            case "image alias rename" -> new ImageAliasRename();
            case "image copy" -> new ImageCopy();
            case "image delete" -> new ImageDelete();
            case "image edit" -> new Edit(ResourceKind.IMAGE);
            case "image export" -> new ImageExport();
            case "image get-property" -> new KeyGet(ResourceKind.IMAGE);
            case "image import" -> new ImageImport();
            case "image info" -> new ImageInfo();
            case "image list" -> new ImageList();
            case "image refresh" -> new ImageRefresh();
            case "image set-property" -> new KeySet(ResourceKind.IMAGE);
            case "image show" -> new Show(ResourceKind.IMAGE);
            case "image unset-property" -> new KeyUnset(ResourceKind.IMAGE);
            case "info" -> new Info();
            case "init" -> new InstanceCreation(InstanceCreation.Afterwards.LEAVE_STOPPED);
            case "launch" -> new InstanceCreation(InstanceCreation.Afterwards.START);
            case "list" -> new InstanceList();
            case "monitor" -> new Monitor();
            case "move" -> new InstanceMove();
            case "network attach" -> new NetworkAttach(ResourceKind.INSTANCE);
            case "network attach-profile" -> new NetworkAttach(ResourceKind.PROFILE);
            case "network create" -> new NetworkCreate();
            case "network delete" -> new Remove(ResourceKind.NETWORK);
            case "network detach" -> new NetworkDetach(ResourceKind.INSTANCE);
            case "network detach-profile" -> new NetworkDetach(ResourceKind.PROFILE);
            case "network edit" -> new Edit(ResourceKind.NETWORK);
            case "network get" -> new KeyGet(ResourceKind.NETWORK);
            case "network info" -> new NetworkInfo();
            case "network list" -> new NetworkList();
            case "network list-leases" -> new NetworkLeases();
            case "network rename" -> new NameChange(ResourceKind.NETWORK);
            case "network set" -> new KeySet(ResourceKind.NETWORK);
            case "network show" -> new Show(ResourceKind.NETWORK);
            case "network unset" -> new KeyUnset(ResourceKind.NETWORK);
            case "operation delete" -> new OperationDelete();
            case "operation list" -> new OperationList();
            case "operation show" -> new OperationShow();
            case "pause" -> new StateChange(StateChange.Action.FREEZE);
            case "profile add" -> new ProfileAssign(ProfileAssign.Change.ADD);
            case "profile assign" -> new ProfileAssign(ProfileAssign.Change.REPLACE);
            case "profile copy" -> new ProfileCopy();
            case "profile create" -> new ProfileCreate();
            case "profile delete" -> new Remove(ResourceKind.PROFILE);
            case "profile device add" -> new DeviceAdd(ResourceKind.PROFILE);
            case "profile device get" -> new DeviceGet(ResourceKind.PROFILE);
            case "profile device list" -> new DeviceList(ResourceKind.PROFILE);
            case "profile device remove" -> new DeviceRemove(ResourceKind.PROFILE);
            case "profile device set" -> new DeviceSet(ResourceKind.PROFILE);
            case "profile device show" -> new DeviceShow(ResourceKind.PROFILE);
            case "profile device unset" -> new DeviceUnset(ResourceKind.PROFILE);
            case "profile edit" -> new Edit(ResourceKind.PROFILE);
            case "profile get" -> new KeyGet(ResourceKind.PROFILE);
            case "profile list" -> new ProfileList();
            case "profile remove" -> new ProfileAssign(ProfileAssign.Change.REMOVE);
            case "profile rename" -> new NameChange(ResourceKind.PROFILE);
            case "profile set" -> new KeySet(ResourceKind.PROFILE);
            case "profile show" -> new Show(ResourceKind.PROFILE);
            case "profile unset" -> new KeyUnset(ResourceKind.PROFILE);
            case "publish" -> new Publish();
            case "query" -> new Query();
            case "remote add" -> new RemoteAdd();
            case "remote get-default" -> new RemoteGetDefault();
            case "remote list" -> new RemoteList();
            case "remote remove" -> new RemoteRemove();
            case "remote rename" -> new RemoteRename();
            case "remote set-url" -> new RemoteSetUrl();
            case "remote switch" -> new RemoteSwitch();
            case "rename" -> new InstanceRename();
            case "restart" -> new StateChange(StateChange.Action.RESTART);
            case "restore" -> new SnapshotRestore();
            case "snapshot" -> new SnapshotCreate();
            case "start" -> new StateChange(StateChange.Action.START);
            case "stop" -> new StateChange(StateChange.Action.STOP);
            case "storage create" -> new StorageCreate();
            case "storage delete" -> new Remove(ResourceKind.POOL);
            case "storage edit" -> new Edit(ResourceKind.POOL);
            case "storage get" -> new KeyGet(ResourceKind.POOL);
            case "storage info" -> new StorageInfo();
            case "storage list" -> new StorageList();
            case "storage set" -> new KeySet(ResourceKind.POOL);
            case "storage show" -> new Show(ResourceKind.POOL);
            case "storage unset" -> new KeyUnset(ResourceKind.POOL);
            case "storage volume create" -> new VolumeCreate();
            case "storage volume delete" -> new VolumeDelete();
            case "storage volume list" -> new VolumeList();
            case "storage volume show" -> new VolumeShow();
            case "version" -> new Version();
            default -> throw new UsageException("no command \"" + path + "\"; `lxc help` lists the commands");
        };
    }
}

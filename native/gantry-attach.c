/*
 * gantry-attach: runs a program inside a container that liblxc started.
 *
 * The daemon is a JVM: it must not fork, and liblxc's attach forks its caller, so this small program does it.
 * lxc-attach cannot take its place: it knows no working directory, and makes a second terminal of its own.
 *
 *   gantry-attach LXCPATH NAME CONFIGURATION MODE UID GID CWD ENVIRONMENT-COUNT [NAME=VALUE ...] PROGRAM [ARGUMENT ...]
 *
 * CONFIGURATION is the file that the container was started with: its limits hold for the program too. MODE is one of
 * pipes: the program gets our standard input itself, and pipes for its output and errors, which we move on. We stay
 * until nobody has these open any more: what the program leaves in the background goes on writing. SIGTERM says that
 * nobody wants the rest: those that write on get SIGPIPE.
 * files:OUTPUT-LENGTH:OUTPUT:ERRORS: the program has no input, and writes to these two files, of which the first has
 * a name of so many bytes. What it leaves in the background keeps them, and we end with the program.
 * WIDTHxHEIGHT: the program gets a new terminal of the container as its controlling one. What it writes comes
 * out of our standard output; our standard input is a sequence of frames:
 *   'd' LENGTH(2 bytes, big endian) BYTES       typed input
 *   'w' 0 4 WIDTH(2) HEIGHT(2)                  the window has another size
 * The end of standard input hangs up the terminal. We end with the program.
 *
 * Our name in /proc/PID/comm is "attached" from when the program is our only child and takes signals.
 *
 * Exit status: the program's; 128 + N where signal N killed it; 126 where it cannot be executed, 127 where it
 * does not exist, 125 where we failed, with the reason on standard error.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <lxc/attach_options.h>
#include <lxc/lxccontainer.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef TIOCGPTPEER
#define TIOCGPTPEER 0x5441
#endif

enum { FAILED = 125, NOT_EXECUTABLE = 126, NOT_FOUND = 127 };
enum { PIPE_CAPACITY = 1 << 18 };
/* A terminal holds less than this: whatever comes after so much was written by somebody else than the program. */
enum { TERMINAL_CAPACITY = 1 << 18 };

static const char SERVING[] = "attached";

struct program {
    char **arguments;
    const char *directory;
};

static int fail(const char *what, const char *name)
{
    dprintf(2, "cannot %s %s: %s\n", what, name, errno ? strerror(errno) : "liblxc gave no reason");
    return FAILED;
}

/* Runs inside the container. */
static int execute(void *payload)
{
    struct program *program = payload;
    sigset_t none;

    /* Whoever started the daemon may have had signals ignored, such as a shell in the background. */
    for (int number = 1; number < NSIG; number++)
        signal(number, SIG_DFL);
    /* What was sent to the program so far takes effect here. */
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (program->directory[0] && chdir(program->directory) != 0 && chdir("/") != 0)
        return fail("enter", program->directory);
    execvp(program->arguments[0], program->arguments);
    int reason = errno;
    dprintf(2, "%s: %s\n", program->arguments[0], strerror(reason));
    return reason == ENOENT || reason == ENOTDIR ? NOT_FOUND : NOT_EXECUTABLE;
}

/* The host's id of the container's root. */
static unsigned root_id(pid_t init, const char *map)
{
    char path[64];
    unsigned inside, outside, count, found = 0;

    snprintf(path, sizeof path, "/proc/%d/%s", init, map);
    FILE *file = fopen(path, "re");
    if (!file)
        return 0;
    while (fscanf(file, "%u %u %u", &inside, &outside, &count) == 3)
        if (inside == 0)
            found = outside;
    fclose(file);
    return found;
}

/* A terminal in the container's own devpts, so that `tty` names it rightly there. */
static int open_terminal(pid_t init, struct winsize size, int *terminal)
{
    char path[64];
    int unlocked = 0;

    snprintf(path, sizeof path, "/proc/%d/root/dev/pts/ptmx", init);
    int master = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (master < 0 || ioctl(master, TIOCSPTLCK, &unlocked) != 0)
        return -1;
    *terminal = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (*terminal < 0)
        return -1;
    if (size.ws_row && size.ws_col)
        ioctl(master, TIOCSWINSZ, &size);
    if (fchown(*terminal, root_id(init, "uid_map"), root_id(init, "gid_map")) != 0)
        return -1;
    return master;
}

static int write_all(int fd, const char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t written = write(fd, bytes, count);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0 && errno == EAGAIN) {
            struct pollfd writable = {.fd = fd, .events = POLLOUT};
            poll(&writable, 1, -1);
            continue;
        }
        if (written <= 0)
            return -1;
        bytes += written;
        count -= written;
    }
    return 0;
}

static int read_all(int fd, char *bytes, size_t count)
{
    while (count > 0) {
        ssize_t got = read(fd, bytes, count);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return -1;
        bytes += got;
        count -= got;
    }
    return 0;
}

/* Takes one frame from standard input; -1 at its end. */
static int take_frame(int master)
{
    static char body[65536];
    unsigned char head[3];

    if (read_all(0, (char *)head, sizeof head) != 0)
        return -1;
    size_t length = head[1] << 8 | head[2];
    if (read_all(0, body, length) != 0)
        return -1;
    if (head[0] == 'w' && length == 4) {
        unsigned char *numbers = (unsigned char *)body;
        struct winsize size = {
            .ws_col = numbers[0] << 8 | numbers[1],
            .ws_row = numbers[2] << 8 | numbers[3],
        };
        ioctl(master, TIOCSWINSZ, &size);
        return 0;
    }
    return head[0] == 'd' ? write_all(master, body, length) : -1;
}

/* Moves what the terminal has to standard output: how much, 0 when there is nothing now, -1 when there will be none. */
static ssize_t drain(int master)
{
    static char buffer[65536];

    ssize_t got = read(master, buffer, sizeof buffer);
    if (got > 0)
        return write_all(1, buffer, got) == 0 ? got : -1;
    return got < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -1;
}

static int exit_status(int status)
{
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Serves the terminal until the program has ended. */
static int serve_terminal(int master, int children, pid_t child)
{
    struct pollfd events[] = {
        {.fd = 0, .events = POLLIN},
        {.fd = master, .events = POLLIN},
        {.fd = children, .events = POLLIN},
    };
    int status;

    fcntl(master, F_SETFL, O_NONBLOCK);
    for (;;) {
        if (poll(events, 3, -1) < 0 && errno != EINTR)
            return fail("serve", "the terminal");
        if (events[1].revents && drain(master) < 0)
            events[1].fd = -1;
        if (events[0].revents && take_frame(master) != 0) {
            events[0].fd = -1;
            events[1].fd = -1;
            close(master); /* hangs up */
            master = -1;
        }
        if (events[2].revents) {
            struct signalfd_siginfo info;
            (void)!read(children, &info, sizeof info);
            if (waitpid(child, &status, WNOHANG) == child) {
                ssize_t left = TERMINAL_CAPACITY, moved;
                while (master >= 0 && left > 0 && (moved = drain(master)) > 0)
                    left -= moved;
                return exit_status(status);
            }
        }
    }
}

/* What a program writes, on its way from the program's pipe to ours. */
struct flow {
    int from, to; /* -1 at the end */
    int is_full;  /* our pipe takes nothing more now */
};

static void end_flow(struct flow *flow)
{
    if (flow->from >= 0) {
        close(flow->from);
        close(flow->to);
    }
    flow->from = flow->to = -1;
}

static void move_on(struct flow *flow)
{
    ssize_t moved = splice(flow->from, NULL, flow->to, NULL, PIPE_CAPACITY, SPLICE_F_MOVE | SPLICE_F_NONBLOCK);

    flow->is_full = moved < 0 && errno == EAGAIN;
    if (moved == 0 || (moved < 0 && errno != EAGAIN && errno != EINTR))
        end_flow(flow);
}

/* Serves output and errors until the program has ended and nobody can write to them any more. */
static int serve_pipes(struct flow flows[2], int signals, pid_t child)
{
    int status = 0, has_ended = 0;

    while (!has_ended || flows[0].from >= 0 || flows[1].from >= 0) {
        struct pollfd events[5] = {{.fd = signals, .events = POLLIN}};
        for (int i = 0; i < 2; i++) {
            events[1 + i] = (struct pollfd){.fd = flows[i].is_full ? -1 : flows[i].from, .events = POLLIN};
            /* Without an event asked for, this tells when the reader has gone. */
            events[3 + i] = (struct pollfd){.fd = flows[i].to, .events = flows[i].is_full ? POLLOUT : 0};
        }
        if (poll(events, 5, -1) < 0 && errno != EINTR)
            return fail("serve", "the output");
        for (int i = 0; i < 2; i++) {
            if (events[3 + i].revents & POLLERR)
                end_flow(&flows[i]);
            else if (events[1 + i].revents || events[3 + i].revents)
                move_on(&flows[i]);
        }
        if (events[0].revents) {
            struct signalfd_siginfo info;
            if (read(signals, &info, sizeof info) == sizeof info && info.ssi_signo == SIGTERM) {
                end_flow(&flows[0]);
                end_flow(&flows[1]);
            }
            has_ended = has_ended || waitpid(child, &status, WNOHANG) == child;
        }
    }
    return exit_status(status);
}

static int wait_for(pid_t child)
{
    int status;

    while (waitpid(child, &status, 0) != child)
        if (errno != EINTR)
            return fail("wait for", "the program");
    return exit_status(status);
}

/* Opens the files of "files:OUTPUT-LENGTH:OUTPUT:ERRORS" as the program's descriptors. */
static int open_files(char *mode, lxc_attach_options_t *options)
{
    char *output;
    size_t length = strtoul(mode + strlen("files:"), &output, 10);

    errno = EINVAL;
    if (*output++ != ':' || strlen(output) <= length || output[length] != ':')
        return -1;
    output[length] = '\0';
    options->stdin_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    options->stdout_fd = open(output, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    options->stderr_fd = open(output + length + 1, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    return options->stdin_fd < 0 || options->stdout_fd < 0 || options->stderr_fd < 0 ? -1 : 0;
}

int main(int count, char **arguments)
{
    if (count < 10) {
        errno = EINVAL;
        return fail("read", "the arguments");
    }
    syscall(SYS_close_range, 3, ~0U, 0);
    signal(SIGPIPE, SIG_IGN);

    int variables = atoi(arguments[8]);
    if (variables < 0 || 9 + variables >= count) {
        errno = EINVAL;
        return fail("read", "the arguments");
    }
    char **environment = calloc(variables + 1, sizeof *environment);
    for (int i = 0; i < variables; i++)
        environment[i] = arguments[9 + i];
    struct program program = {.arguments = arguments + 9 + variables, .directory = arguments[7]};

    struct lxc_container *container = lxc_container_new(arguments[2], arguments[1]);
    errno = 0;
    if (!container)
        return fail("find", arguments[2]);
    if (!container->load_config(container, arguments[3]))
        return fail("read", arguments[3]);
    /* The variables that we are given are all. */
    container->clear_config_item(container, "lxc.environment");
    pid_t init = container->init_pid(container);
    if (init <= 0) {
        errno = ESRCH;
        return fail("enter", arguments[2]);
    }

    lxc_attach_options_t options = LXC_ATTACH_OPTIONS_DEFAULT;
    options.env_policy = LXC_ATTACH_CLEAR_ENV;
    options.extra_env_vars = environment;
    options.uid = strtoul(arguments[5], NULL, 10);
    options.gid = strtoul(arguments[6], NULL, 10);
    options.stdin_fd = 0;

    int is_piped = strcmp(arguments[4], "pipes") == 0, is_filed = strncmp(arguments[4], "files:", 6) == 0;
    sigset_t awaited;
    sigemptyset(&awaited);
    sigaddset(&awaited, SIGCHLD);
    if (is_piped)
        sigaddset(&awaited, SIGTERM);
    sigprocmask(SIG_BLOCK, &awaited, NULL);
    int signals = signalfd(-1, &awaited, SFD_CLOEXEC);

    int master = -1, terminal = -1;
    struct flow flows[2] = {{.to = 1}, {.to = 2}};
    struct winsize size = {0};
    if (is_filed) {
        if (open_files(arguments[4], &options) != 0)
            return fail("write to", arguments[4]);
    } else if (is_piped) {
        int output[2], errors[2];
        if (pipe2(output, O_CLOEXEC) != 0 || pipe2(errors, O_CLOEXEC) != 0)
            return fail("make", "pipes");
        fcntl(1, F_SETPIPE_SZ, PIPE_CAPACITY);
        fcntl(output[1], F_SETPIPE_SZ, PIPE_CAPACITY);
        flows[0].from = output[0];
        flows[1].from = errors[0];
        options.stdout_fd = output[1];
        options.stderr_fd = errors[1];
    } else if (sscanf(arguments[4], "%hux%hu", &size.ws_col, &size.ws_row) == 2) {
        master = open_terminal(init, size, &terminal);
        if (master < 0)
            return fail("open a terminal in", arguments[2]);
        options.stdin_fd = options.stdout_fd = options.stderr_fd = terminal;
    } else {
        errno = EINVAL;
        return fail("read", arguments[4]);
    }

    /* The program is born with all signals blocked, so that none is lost before it takes them. */
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    pid_t child;
    if (container->attach(container, execute, &program, &options, &child) < 0)
        return fail("enter", arguments[2]);
    sigprocmask(SIG_SETMASK, &awaited, NULL);
    prctl(PR_SET_NAME, SERVING);

    if (master >= 0) {
        close(terminal);
        return serve_terminal(master, signals, child);
    }
    if (is_filed)
        return wait_for(child);
    close(0);
    close(options.stdout_fd);
    close(options.stderr_fd);
    return serve_pipes(flows, signals, child);
}

"""Which programs only look, which change things, which end things. Tables only; any thread.

A program that is in no table is unknown, and so is the request.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: They change nothing, whatever their arguments are. Words after the first `FIRST_IS_NO_FILE` are files.
READERS = words(
    "cat head tail nl tac rev cut tr comm join paste fold fmt expand unexpand column od hexdump strings md5sum "
    "sha1sum "
    "sha224sum sha256sum sha384sum sha512sum b2sum cksum sum base64 base32 basenc ls dir vdir du df stat readlink "
    "realpath "
    "wc diff cmp diff3 sdiff grep egrep fgrep zgrep zcat bzcat xzcat ag jq cat cloc tokei md5 shasum nm objdump "
    "readelf "
    "size mediainfo bat batcat eza exa lsd numfmt tsort pr hexyl delta difft colordiff"
)
#: They touch no file at all.
IDLE = words(
    "echo true false : pwd whoami id groups logname uname arch nproc uptime free vmstat iostat w who last lscpu "
    "lsblk "
    "lsusb lspci lsmod lsof ps pgrep pidof pstree basename dirname which whereis type seq sleep wait expr bc cal "
    "getconf locale tty clear printenv getent ulimit times jobs shift return break continue exit test [ ss "
    "netstat dig nslookup host ping traceroute whois help man info tldr apropos whatis sw_vers getopts local "
    "readonly "
    "declare typeset export unset let read printf set shopt cd pushd popd dirs umask hash"
)
FIRST_IS_NO_FILE = words("grep egrep fgrep zgrep ag jq tr rg sed awk gawk mawk nawk chmod chown chgrp")
NETWORKED = words("dig nslookup host ping traceroute whois")
#: Builtins whose arguments bash looks at again, so that a quoted substitution in them runs.
REREADING = words("test [ [[ let read printf declare typeset local export readonly unset wait")

#: They change files that are named.
WRITERS = words(
    "mkdir touch cp mv ln tee chmod chown chgrp install patch gzip gunzip bzip2 bunzip2 xz unxz zstd unzstd "
    "compress zip "
    "unzip 7z split csplit mktemp mkfifo uncompress dos2unix unix2dos iconv pandoc convert magick ffmpeg setfacl "
    "ditto "
    "rename sponge"
)
#: They build, check or run what is in the project.
BUILDERS = words(
    "make gmake cmake ctest ninja meson bazel buck gradle gradlew mvn mvnw ant sbt lein mix rebar3 stack cabal "
    "dune pytest "
    "py.test tox nox unittest mypy pyright pylint flake8 black isort ruff bandit vulture coverage eslint prettier "
    "tsc jest "
    "vitest mocha ava karma cypress playwright webpack vite rollup esbuild parcel next nuxt turbo nx lerna "
    "rubocop rspec "
    "rake phpunit phpstan clang clang++ gcc g++ cc c++ ld ar rustc rustfmt javac javadoc kotlinc scalac ghc "
    "ocamlc gofmt goimports golangci-lint staticcheck protoc buf sphinx-build mkdocs hugo jekyll latexmk pdflatex "
    "xelatex "
    "shellcheck shfmt hadolint yamllint markdownlint biome stylelint svgo swiftlint swiftformat xcodebuild "
    "pre-commit "
    "lint-imports alembic just task invoke"
)
DELETERS = words("rm rmdir shred unlink truncate srm trash-empty")
DISK = words(
    "dd mkfs fdisk cfdisk sfdisk parted gparted gdisk sgdisk wipefs blkdiscard hdparm losetup mkswap swapon "
    "swapoff mount "
    "umount lvremove vgremove pvremove lvcreate mdadm cryptsetup tune2fs resize2fs fsck diskutil zpool zfs btrfs "
    "badblocks"
)
ENDERS = words("kill pkill killall xkill shutdown reboot halt poweroff init telinit skill fuser")
ROOT_ONLY = words(
    "useradd userdel usermod groupadd groupdel passwd chpasswd visudo iptables ip6tables nft ufw sysctl modprobe "
    "insmod "
    "rmmod chattr setenforce crontab at batch launchctl defaults dscl csrutil spctl security pmset nvram"
)
SHELLS = words("sh bash zsh dash ksh ash fish mksh yash rbash csh tcsh")
EVALUATORS = words("eval")

#: Programs that run another one: the options of theirs that take a value.
WRAPPERS: Mapping[str, frozenset[str]] = {
    "sudo": words("-u -g -h -p -C -T -R -D -U --user --group --host --prompt --chdir --chroot"),
    "doas": words("-u -C"),
    "env": words("-u --unset -C --chdir"),
    "nohup": frozenset(),
    "nice": words("-n --adjustment"),
    "ionice": words("-c -n -p --class --classdata"),
    "time": words("-f -o --format --output"),
    "gtime": words("-f -o"),
    "timeout": words("-s -k --signal --kill-after"),
    "gtimeout": words("-s -k"),
    "stdbuf": words("-i -o -e --input --output --error"),
    "setsid": frozenset(),
    "command": frozenset(),
    "builtin": frozenset(),
    "exec": words("-a"),
    "noglob": frozenset(),
    "nocorrect": frozenset(),
    "caffeinate": words("-t -w"),
    "unbuffer": frozenset(),
    "chronic": frozenset(),
    "xargs": words(
        "-a -d -E -I -L -n -P -s -i --arg-file --delimiter --max-lines --max-args --max-procs --max-chars --replace"
    ),
    "watch": words("-n --interval"),
    "strace": words("-e -o -p -s -u"),
    "ltrace": words("-e -o -p -s -u"),
    "taskset": frozenset(),
    "chrt": frozenset(),
    "xvfb-run": words("-n -s -e -f --server-args --server-num"),
    "dbus-run-session": frozenset(),
    "fakeroot": frozenset(),
    "busybox": frozenset(),
    "toybox": frozenset(),
    "coreutils": frozenset(),
}
#: Wrappers that take one word before the program.
WORD_FIRST = words("timeout gtimeout taskset chrt")
ROOT_WRAPPERS = words("sudo doas")

INTERPRETERS = words(
    "python pypy node nodejs ruby perl php lua Rscript julia deno ts-node tsx osascript pwsh powershell groovy elixir "
    "swift java dotnet tclsh expect gdb guile racket scala R"
)
MODULES_READ = words("json.tool tokenize dis ast sysconfig site platform tabnanny")
MODULES_WRITE = words(
    "pytest unittest mypy ruff black isort flake8 pylint build compileall venv virtualenv coverage tox nox sphinx "
    "doctest "
    "py_compile timeit cProfile alembic pre_commit django"
)

#: What deletes or runs other programs, in code of other languages: enough to warn, never enough to trust.
HARSH_CODE = re.compile(
    r"rmtree|os\.remove|os\.unlink|\.unlink\(|rmdir|removedirs|fs\.rm|rmSync|unlinkSync|FileUtils\.rm|File\.delete"
    r"|\bDROP\s+(?:TABLE|DATABASE)|rm\s+-\w*[rf]|mkfs|shutil\.move|unlink\s*\(|unlink\s+glob",
    re.IGNORECASE,
)
#: Words that make a text destructive even when it could not be taken apart.
HARSH_WORDS = re.compile(
    r"(?<![\w.-])(?:rm|rmdir|shred|dd|truncate|mkfs(?:\.\w+)?|wipefs|fdisk|parted|killall|pkill|shutdown|reboot|eval)(?![\w-])"
    r"|--force|--hard|-delete\b|\|&?\s*(?:sudo\s+)?(?:[^\s|;&]{0,99}/)?(?:ba|z|da|k)?sh\b"
)

#: Variables that decide what is run: who sets one of them changes the meaning of what follows.
DECISIVE = re.compile(
    r"(?:PATH|IFS|ENV|BASH_ENV|SHELL|SHELLOPTS|BASHOPTS|PROMPT_COMMAND|PS[0-4]|HOME|ZDOTDIR|CDPATH|FPATH|EDITOR|VISUAL"
    r"|PAGER|LESS\w*|MANPAGER|BROWSER|(?:LD|DYLD)_\w+|PYTHON(?:PATH|HOME|STARTUP|BREAKPOINT|INSPECT|WARNINGS)|PERL5?\w*"
    r"|RUBY(?:OPT|LIB)|NODE_(?:OPTIONS|PATH)|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|CLASSPATH|GIT_\w+|SSH_ASKPASS|MAKEFLAGS|CC|CXX"
    r"|RUSTC_WRAPPER|\w*_PROXY|\w*_proxy|TMPDIR|PWD|OLDPWD|TAR_OPTIONS|GREP_OPTIONS|BASH_FUNC\w*|DOCKER_HOST|KUBECONFIG"
    r"|XDG_CONFIG_HOME|INPUTRC)$"
)


@dataclass(frozen=True, slots=True)
class Verbs:
    """The sub-commands of a program, by what they do. Two words joined by a blank are a deeper one."""

    read: frozenset[str] = frozenset()
    write: frozenset[str] = frozenset()
    install: frozenset[str] = frozenset()
    publish: frozenset[str] = frozenset()
    harsh: frozenset[str] = frozenset()
    fetch: frozenset[str] = frozenset()  # takes a program from the network and runs it at once
    wrap: frozenset[str] = frozenset()  # runs the command that follows
    has_network: bool = False


_NPM = Verbs(
    read=words("ls list ll view info show outdated search why explain audit doctor ping whoami root prefix bin "
               "fund help -v --version"),
    write=words("run run-script test t tst start build init pack version dedupe prune rebuild link lint "
                "format uninstall remove rm un dev"),
    install=words("install i add ci update upgrade up in isntall install-test it"),
    publish=words("publish unpublish deprecate owner access token dist-tag"),
    fetch=words("exec x dlx create"),
)  # fmt: skip
_PIP = Verbs(
    read=words("list show freeze check search index debug help --version -V inspect config"),
    write=words("download wheel cache"),
    install=words("install"),
    harsh=words("uninstall"),
)
_APT = Verbs(
    read=words(
        "list show search policy depends rdepends madison showpkg stats info provides repolist check-update query"
    ),
    write=words("update download source clean autoclean"),
    install=words("install reinstall upgrade dist-upgrade full-upgrade build-dep add groupinstall"),
    harsh=words("remove purge autoremove erase del"),
)
_DOCKER = Verbs(
    read=words("ps images logs inspect version info stats top port diff history search events context compose-ps ls "
              "image-ls image-inspect container-ls container-inspect container-logs volume-ls volume-inspect "
              "network-ls "
              "network-inspect compose-logs compose-config compose-top compose-images manifest-inspect system-df"),
    write=words("build tag commit create start stop restart pause unpause rename wait login logout save load "
                "import export "
               "compose-up compose-start compose-stop compose-restart compose-build compose-pull compose-create "
               "buildx-build "
               "volume-create network-create image-build network-connect network-disconnect container-start "
               "container-stop"),
    install=words("pull image-pull"),
    publish=words("push image-push compose-push"),
    harsh=words("rm rmi kill system-prune image-prune container-prune volume-prune network-prune builder-prune "
                "buildx-prune "
               "volume-rm image-rm container-rm network-rm compose-down compose-rm compose-kill prune swarm-leave "
               "stack-rm"),
    wrap=words("exec run compose-exec compose-run container-exec container-run"),
)  # fmt: skip

VERBS: Mapping[str, Verbs] = {
    "npm": _NPM,
    "pnpm": _NPM,
    "yarn": _NPM,
    "bun": _NPM,
    "npx": Verbs(),
    "pip": _PIP,
    "pipx": Verbs(
        read=words("list"), install=words("install upgrade inject"), fetch=words("run"), harsh=words("uninstall")
    ),
    "uv": Verbs(
        read=words("tree version self --version help pip-list pip-show pip-freeze pip-check python-list"),
        write=words("lock venv init build export cache pip-compile"),
        install=words("add sync pip-install pip-sync tool-install python-install"),
        publish=words("publish"),
        harsh=words("remove pip-uninstall tool-uninstall"),
        fetch=words("tool-run x"),
        wrap=words("run"),
    ),
    "poetry": Verbs(
        read=words("show check env search about version"),
        write=words("lock build init new config shell"),
        install=words("install add update"),
        publish=words("publish"),
        harsh=words("remove"),
        wrap=words("run"),
    ),
    "pipenv": Verbs(
        read=words("graph check"),
        install=words("install sync update lock"),
        harsh=words("uninstall"),
        wrap=words("run"),
    ),
    "conda": Verbs(
        read=words("list info search"),
        write=words("create activate deactivate"),
        install=words("install update"),
        harsh=words("remove uninstall"),
        wrap=words("run"),
    ),
    "cargo": Verbs(
        read=words("tree metadata search locate-project version --version help pkgid"),
        write=words(
            "build b check c test t run r bench doc fmt clippy fix new init clean "
            "generate-lockfile package "
            "nextest expand vendor"
        ),
        install=words("install add update fetch"),
        publish=words("publish yank owner login"),
        harsh=words("uninstall remove"),
    ),
    "go": Verbs(
        read=words("version env list doc vet help"),
        write=words("build test run fmt generate work tool fix mod clean"),
        install=words("get install"),
    ),
    "gem": Verbs(
        read=words("list search info which environment"),
        write=words("build"),
        install=words("install update"),
        publish=words("push yank"),
        harsh=words("uninstall"),
    ),
    "bundle": Verbs(
        read=words("list show info outdated check"), install=words("install update add"), wrap=words("exec")
    ),
    "composer": Verbs(
        read=words("show outdated validate why"),
        write=words("dump-autoload run-script test"),
        install=words("install require update"),
        harsh=words("remove"),
    ),
    "brew": Verbs(
        read=words("list info search outdated deps doctor config leaves"),
        install=words("install upgrade update tap reinstall"),
        harsh=words("uninstall remove cleanup autoremove"),
    ),
    "apt": _APT,
    "apt-get": _APT,
    "apt-cache": _APT,
    "dnf": _APT,
    "yum": _APT,
    "zypper": _APT,
    "apk": _APT,
    "snap": Verbs(read=words("list info find"), install=words("install refresh"), harsh=words("remove")),
    "docker": _DOCKER,
    "podman": _DOCKER,
    "docker-compose": Verbs(
        read=words("ps logs config top images ls version"),
        write=words("up start stop restart build create"),
        install=words("pull"),
        harsh=words("down rm kill"),
        wrap=words("exec run"),
    ),
    "kubectl": Verbs(
        read=words(
            "get describe logs top explain version api-resources api-versions cluster-info diff events config-view "
            "config-get-contexts config-current-context config-get-clusters auth-can-i auth-whoami"
        ),
        write=words(
            "apply create expose scale label annotate set patch rollout autoscale cp port-forward cordon uncordon"
        ),
        harsh=words("delete drain replace edit taint"),
        wrap=words("exec"),
        has_network=True,
    ),
    "helm": Verbs(
        read=words("list ls status get show search history template lint version"),
        write=words("install upgrade repo"),
        harsh=words("uninstall delete rollback"),
        has_network=True,
    ),
    "terraform": Verbs(
        read=words("plan show validate fmt version output graph providers"),
        write=words("init get workspace"),
        harsh=words("apply destroy import taint state"),
        has_network=True,
    ),
    "gh": Verbs(
        read=words(
            "auth-status pr-list pr-view pr-diff pr-checks pr-status issue-list issue-view issue-status "
            "repo-view repo-list "
            "run-list run-view run-watch release-list release-view workflow-list workflow-view search "
            "status gist-list "
            "gist-view label-list"
        ),
        write=words(
            "pr-create pr-comment pr-checkout pr-edit pr-review pr-ready issue-create issue-comment "
            "issue-edit repo-clone "
            "repo-fork run-rerun run-cancel run-download release-download label-create "
            "workflow-run "
            "issue-close pr-close issue-reopen pr-reopen"
        ),
        publish=words("gist-create pr-merge release-create release-upload repo-create repo-edit"),
        harsh=words(
            "repo-delete release-delete issue-delete gist-delete run-delete label-delete secret-set "
            "secret-delete "
            "repo-archive variable-set variable-delete"
        ),
        has_network=True,
    ),
    "systemctl": Verbs(
        read=words("status show list-units list-unit-files is-active is-enabled is-failed cat list-timers"),
        harsh=words("stop disable mask kill isolate poweroff reboot halt"),
        write=words("restart reload daemon-reload"),
    ),
    "journalctl": Verbs(),
    "twine": Verbs(read=words("check"), publish=words("upload")),
    "rustup": Verbs(read=words("show --version which doc"), install=words("install update component target toolchain")),
    "nix": Verbs(read=words("search show-config eval"), write=words("build flake develop"), fetch=words("run shell")),
    "tmux": Verbs(
        read=words(
            "ls list-sessions list-windows list-panes display-message capture-pane show-options has-session info"
        ),
        harsh=words("kill-server kill-session kill-window kill-pane"),
    ),
    "ip": Verbs(),
    "svn": Verbs(
        read=words("status st info log diff list ls cat blame"),
        write=words("add update up checkout co"),
        publish=words("commit ci"),
        harsh=words("revert delete rm"),
    ),
    "hg": Verbs(
        read=words("status st log diff cat annotate heads branches tip summary id"),
        write=words("add commit ci pull update up"),
        publish=words("push"),
        harsh=words("revert strip purge rollback remove"),
    ),
}
#: Programs of which two words say what is done.
TWO_WORDS = words("gh docker podman uv kubectl")
TWO_WORD_FAMILIES = words(
    "compose image container volume network system builder buildx manifest swarm stack pip tool python config auth"
)

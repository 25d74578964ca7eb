"""Drives an editor in a terminal (tmux) as a person would: sends keys, waits until the screen shows what it must, keeps every screen as text."""
import os
import re
import shlex
import subprocess
import sys
import time

WIDTH, HEIGHT = 150, 40


def case(name):
    """What the case says, e.g. case("MESSAGE"); see cases/dockwright/case.sh."""
    return os.environ["CASE_" + name]


def case_text(name):
    """The same as a pattern for the screen."""
    return re.escape(case(name))


def case_start():
    """Line and column, from 1, at which the case's diagnostic begins."""
    line, column = case("RANGE").split("-")[0].split(":")
    return int(line), int(column)


class Terminal:
    def __init__(self, command, folder, out):
        self.out = out
        self.steps = 0
        self.began = time.monotonic()
        self.socket = os.path.join(os.environ["HOME"], "tmux")
        self.environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        os.makedirs(out, exist_ok=True)
        shell = shlex.join(command) + "; echo EDITOR-EXIT=$?; sleep 60"
        self.tmux("new-session", "-d", "-s", "editor", "-x", str(WIDTH), "-y", str(HEIGHT), "-c", folder, shell)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.tmux("kill-server")

    def tmux(self, *arguments):
        command = ["tmux", "-S", self.socket, "-f", "/dev/null", *arguments]
        return subprocess.run(command, env=self.environment, text=True, capture_output=True, check=False).stdout

    def screen(self):
        return self.tmux("capture-pane", "-p", "-t", "editor")

    def keys(self, *names, pause=0.15):
        self.tmux("send-keys", "-t", "editor", *names)
        time.sleep(pause)

    def text(self, text, pause=0.15):
        self.tmux("send-keys", "-t", "editor", "-l", "--", text)
        time.sleep(pause)

    def command(self, text, pause=0.15):
        self.text(text)
        self.keys("Enter", pause=pause)

    def see(self, pattern, seconds=10.0, gone=False):
        """Waits until the screen matches, in any case of letters, or no longer does."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            if bool(re.search(pattern, self.screen(), re.IGNORECASE)) != gone:
                return True
            time.sleep(0.05)
        return False

    def step(self, name, pattern, seconds=10.0):
        """Something that must come to the screen."""
        return self.note(name, self.see(pattern, seconds))

    def note(self, name, ok):
        """Keeps the screen; the first step that went wrong ends the run."""
        screen = self.screen()
        self.steps += 1
        with open(f"{self.out}/{self.steps:02d}-{name.replace(' ', '-')}.txt", "w", encoding="utf-8") as file:
            file.write(screen)
        print(f"{'ok ' if ok else 'NO '} {time.monotonic() - self.began:6.2f} s  {name}", flush=True)
        if not ok:
            print("\n".join("    | " + line.rstrip() for line in screen.splitlines() if line.strip(" ~")))
            sys.exit(1)

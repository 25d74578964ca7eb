"""Does in Helix what a person would: reads diagnostics, hovers, applies a code action, completes, writes: drive.py HX FILE OUT."""
import os
import re
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from tui import Terminal, case, case_start, case_text


def escape(terminal):
    """Escape, until the screen changes, and a pause: a key that comes too soon after it is read as an Alt-key."""
    shown = re.escape(terminal.screen())
    for _ in range(3):
        terminal.keys("Escape", pause=0.3)
        if terminal.see(rf"\A{shown}\Z", 2, gone=True):
            return


def space(terminal, key):
    """Space, then the key: sent together, one of them may be lost."""
    for _ in range(3):
        terminal.keys("Space")
        if terminal.see("Perform code action", 2):
            break
        terminal.keys("Escape", pause=0.3)
    terminal.keys(key)
    terminal.see("Perform code action", 2, gone=True)


def popup(terminal, before, pattern, seconds=10.0):
    """The rows that are new on the screen, once one of them matches; empty if none does."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        rows = terminal.screen().splitlines()
        new = [row for row, old in zip(rows, before.splitlines()) if row != old]
        if any(re.search(pattern, row, re.IGNORECASE) for row in new):
            return new
        time.sleep(0.05)
    return []


def main():
    hx, file, out = sys.argv[1:]
    name, (line, column) = os.path.basename(file), case_start()
    health = subprocess.run([hx, "--health", "dockerfile"], text=True, capture_output=True, check=False).stdout
    with Terminal([hx, name], os.path.dirname(file), out) as terminal:
        terminal.step("open", re.escape(name))
        terminal.note("health", "dockwright" in health)
        terminal.step("sign", "[●▲■]", 15)
        space(terminal, "d")
        terminal.step("diagnostics", rf"\s{case_text('CODE')}\s")
        escape(terminal)

        hover_line, hover_column = case("HOVER").split(":")
        goto(terminal, int(hover_line), int(hover_column))
        before = terminal.screen()
        space(terminal, "k")
        terminal.note("hover", popup(terminal, before, case_text("HOVER_TEXT")))
        escape(terminal)

        goto(terminal, line, column)
        before = terminal.screen()
        space(terminal, "a")
        menu = popup(terminal, before, case_text("ACTION"))
        terminal.note("code action", menu)
        wanted = next(i for i, row in enumerate(menu) if re.search(case_text("ACTION"), row, re.IGNORECASE))    # the first one comes selected
        terminal.keys(*["Down"] * wanted, "Enter", pause=0.8)

        terminal.keys("Escape", pause=0.3)
        terminal.see(" NOR ")
        if case("TYPED"):
            terminal.text("ge")
            terminal.text("o")
            terminal.see(" INS ")
            terminal.text(case("TYPED"))
            terminal.step("completion", case_text("COMPLETION"))
            for _ in range(3):
                terminal.keys("Escape", pause=0.3)
                if terminal.see(" NOR ", 2):
                    break
            terminal.keys("u", pause=0.3)
        terminal.command(":w")
        terminal.step("written", "written")
        terminal.command(":qa!")
        terminal.step("quit", "EDITOR-EXIT=0")


def goto(terminal, line, column):
    terminal.text(f"{line}gg")
    if column > 1:
        terminal.text(f"{column - 1}l")
    terminal.see(rf" {line}:{column}\s", 3)


main()

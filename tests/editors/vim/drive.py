"""Does in Vim with ALE what a person would: reads diagnostics, hovers, applies a code action, completes, writes: drive.py VIM FILE OUT."""
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from tui import Terminal, case, case_start, case_text

vim, file, out = sys.argv[1:]
name = os.path.basename(file)
with Terminal([vim, "-i", "NONE", name], os.path.dirname(file), out) as terminal:
    terminal.step("open", re.escape(name))
    terminal.command(":call cursor({}, {})".format(*case_start()))
    terminal.step("message", case_text("MESSAGE"), 15)
    terminal.command(":lopen")
    terminal.step("diagnostics", rf"\[{case_text('CODE')}\] .*{case_text('MESSAGE')}")
    terminal.command(":lclose")

    terminal.command(":call cursor({}, {})".format(*case("HOVER").split(":")))
    terminal.command(":ALEHover")
    terminal.step("hover", case_text("HOVER_TEXT"))
    terminal.keys("Enter")

    terminal.command(":call cursor({}, {})".format(*case_start()))
    terminal.command(":ALECodeAction")
    entry = r"(\d+)[.)] .*" + case_text("ACTION")
    terminal.step("code action", entry)
    terminal.command(re.search(entry, terminal.screen(), re.IGNORECASE)[1], pause=0.8)
    terminal.keys("Enter")

    if case("TYPED"):
        terminal.text("G")
        terminal.text("o" + case("TYPED"))
        terminal.step("completion", case_text("COMPLETION"))
        terminal.keys("Escape")
        terminal.text("u")
    terminal.command(":w")
    terminal.step("written", "written")
    terminal.command(":qa!")
    terminal.step("quit", "EDITOR-EXIT=0")

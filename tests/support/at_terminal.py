#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs a program at a terminal of its own and answers what it asks.

at_terminal.py ANSWER… -- COMMAND…: each answer is typed when the program has asked, that is, when what it printed ends as
a question does; ^D is the end of the input, and an empty answer is Return alone. Prints what the terminal showed and
ends with the program's exit code; with 99 when it asks more or less than there are answers for, or is silent for long.
"""
import os
import pty
import re
import select
import sys

place = sys.argv.index("--")
answers, command = sys.argv[1:place], sys.argv[place + 1:]
child, terminal = pty.fork()
if child == 0:
    os.execvp(command[0], command)
shown, problem = "", ""
while True:
    if not select.select([terminal], [], [], 60)[0]:
        problem = "it says nothing for a minute"
        os.kill(child, 9)
        break
    try:
        piece = os.read(terminal, 65536)
    except OSError:  # the program has ended
        break
    if not piece:
        break
    shown += piece.decode()
    if re.search(r"[:\]] $", shown):
        if not answers:
            problem = "it asks once more"
            os.kill(child, 9)
            break
        answer = answers.pop(0)
        os.write(terminal, b"\x04" if answer == "^D" else answer.encode() + b"\n")
code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
print(shown.replace("\r\n", "\n"))
if answers and not problem:
    problem = f"it did not ask for {answers}"
if problem:
    print(problem, file=sys.stderr)
sys.exit(99 if problem else code)

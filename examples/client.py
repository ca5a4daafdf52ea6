#!/usr/bin/env python3
"""A 3MCP/1 client of the standard library: python3 client.py NAME ROLE [HOST [PORT]]

What you type goes to the other side of your conversation; a line that begins with / is a command: /QUEUE.
"""
import os, re, socket, sys, threading

if len(sys.argv) < 3:
    sys.exit(__doc__)
name, role, host, port = (sys.argv[1:] + ["127.0.0.1", "3627"][len(sys.argv) - 3:])[:4]
try:
    server = socket.create_connection((host, int(port)))
except OSError as problem:
    sys.exit(str(problem))
sys.stdin.reconfigure(encoding="utf-8", errors="replace")
sys.stdout.reconfigure(encoding="utf-8")


def say(line):
    server.sendall((line + "\r\n").encode())


def read_what_is_typed():
    for typed in map(str.rstrip, sys.stdin):
        if typed:
            say(typed[1:] if typed.startswith("/") else f"MSG * {typed}")
    say("QUIT")


say(f"CONNECT {name} {role}")
threading.Thread(target=read_what_is_typed, daemon=True).start()
refused = False
for line in server.makefile(encoding="utf-8", errors="replace", newline="\n"):
    refused = refused or line.startswith("-err")
    # What strangers wrote gives no orders to the terminal.
    print(re.sub(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "?", line.rstrip("\r\n")), flush=True)
os._exit(1 if refused else 0)  # Without waiting for whoever types.

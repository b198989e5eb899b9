#!/usr/bin/env python3
"""A checkpoint and two proof files, made from docs/proofs.md and the specifications it names.

The files beside it are the output of this program (`expected_proofs.py DIR`): it shares no code
with src/proof, and signs with the openssl program. Entry number p (from 1) is p as decimal text;
the log has 300 of them. The secret key is 32 bytes of 0x01.
"""
import base64
import hashlib
import pathlib
import subprocess
import sys
import tempfile

NAME = "grandlivre/0155a2f0-9a80-7abc-9def-0123456789ab"


def sha256(data):
    return hashlib.sha256(data).digest()


def b64(data):
    return base64.b64encode(data).decode()


def split(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def root(leaves):
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return sha256(b"\x01" + root(leaves[:k]) + root(leaves[k:]))


def path(m, leaves):
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return path(m, leaves[:k]) + [root(leaves[k:])]
    return path(m - k, leaves[k:]) + [root(leaves[:k])]


def subproof(m, leaves, whole):
    if m == len(leaves):
        return [] if whole else [root(leaves)]
    k = split(len(leaves))
    if m <= k:
        return subproof(m, leaves[:k], whole) + [root(leaves[k:])]
    return subproof(m - k, leaves[k:], False) + [root(leaves[:k])]


def openssl(*words):
    return subprocess.run(["openssl", *words], check=True, capture_output=True).stdout


def sign(text):
    """The raw public key and the signature of the text."""
    with tempfile.TemporaryDirectory() as directory:
        key, message = pathlib.Path(directory, "key"), pathlib.Path(directory, "message")
        key.write_bytes(bytes.fromhex("302e020100300506032b657004220420") + b"\x01" * 32)
        message.write_bytes(text)
        der = ["-inkey", str(key), "-keyform", "DER"]
        public = openssl("pkey", "-in", str(key), "-inform", "DER", "-pubout", "-outform", "DER")
        return public[-32:], openssl("pkeyutl", "-sign", *der, "-rawin", "-in", str(message))


def checkpoint(leaves):
    text = f"{NAME}\n{len(leaves)}\n{b64(root(leaves))}\n"
    public, signature = sign(text.encode())
    key_id = sha256(NAME.encode() + b"\n\x01" + public)[:4]
    return f"{text}\n\u2014 {NAME} {b64(key_id + signature)}\n"


def main(directory):
    entries = [str(p).encode() for p in range(1, 301)]
    leaves = [sha256(b"\x00" + entry) for entry in entries]
    note = checkpoint(leaves)
    inclusion = ["c2sp.org/tlog-proof@v1", f"extra {b64(entries[21])}", "index 21"]
    inclusion += [b64(h) for h in path(21, leaves)]
    growth = ["grandlivre/consistency-proof@v1", f"older 22 {b64(root(leaves[:22]))}"]
    growth += [b64(h) for h in subproof(22, leaves[:259], True)]
    growth += ["", f"newer 259 {b64(root(leaves[:259]))}"]
    growth += [b64(h) for h in subproof(259, leaves, True)]
    for name, text in [("checkpoint", note), ("event.tlog-proof", "\n".join(inclusion) + "\n\n" + note),
                       ("growth.proof", "\n".join(growth) + "\n\n" + note)]:
        pathlib.Path(directory, name).write_text(text, encoding="utf-8")


main(sys.argv[1])

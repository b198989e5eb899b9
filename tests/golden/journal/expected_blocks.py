#!/usr/bin/env python3
"""Rows of the journal for four small blocks, made from docs/journal-format.md alone.

blocks_v1.txt is the output of this program: it shares no code with src/journal. The format is
frozen: neither file changes; a new format gets new ones.

Record number p (from 1) is p as decimal text. Blocks: positions 1-2, 3-3, 4-260, 261-261.
"""
import hashlib
import struct


def sha256(data):
    return hashlib.sha256(data).digest()


def largest_power_of_two_below(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def root(leaves):
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    k = largest_power_of_two_below(len(leaves))
    return sha256(b"\x01" + root(leaves[:k]) + root(leaves[k:]))


def frontier(leaves):
    out, at = struct.pack(">Q", len(leaves)), 0
    for bit in reversed(range(64)):
        if len(leaves) >> bit & 1:
            out += root(leaves[at:at + (1 << bit)])
            at += 1 << bit
    return out


def record(position):
    return str(position).encode()


def entries(first, count):
    return b"".join(struct.pack(">H", len(record(p))) + record(p)
                    for p in range(first, first + count))


def rows(first, count, with_frontier):
    leaves = [sha256(b"\x00" + record(p)) for p in range(1, first + count)]
    before = leaves[:first - 1]
    position = first
    while position < first + count:
        in_chunk = min(first + count - position, 256 - (position - 1) % 256)
        if position == first:
            value = struct.pack(">BBHQI", 1, 3 if with_frontier else 1, in_chunk, first, count)
            value += root(before) + root(leaves)
            if with_frontier:
                value += frontier(before)
        else:
            value = struct.pack(">BBHQ", 1, 2, in_chunk, first)
        yield struct.pack(">Q", position), value + entries(position, in_chunk)
        position += in_chunk


# Opened once: the first block carries a frontier, the next two start in its tile, the last not.
for block in ((1, 2, True), (3, 1, False), (4, 257, False), (261, 1, True)):
    for key, value in rows(*block):
        print(key.hex(), value.hex())

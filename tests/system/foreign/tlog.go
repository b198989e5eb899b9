// Reads a `grandlivre export --format tlog` with the Go project's own packages for signed notes and
// transparency logs, which know nothing of this one: the checkpoint's signature, every tile against
// the signed root, every event of every bundle against its leaf, an inclusion proof of each event
// and a consistency proof to the whole from sizes on the way.
//
//	go run tlog.go DIR VKEY_FILE
//
// Those packages have the path of tiles with their height in it ("tile/8/0/000"), C2SP's
// specification has not ("tile/0/000"): that is all that is translated here.
package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

type directory string

func (d directory) Height() int { return height }

func (d directory) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		bytes, err := os.ReadFile(filepath.Join(string(d), path))
		if err != nil {
			return nil, err
		}
		all = append(all, bytes)
	}
	return all, nil
}

func (d directory) SaveTiles([]tlog.Tile, [][]byte) {}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// bundle gives the events of the bundle number n of a log of size events.
func bundle(dir string, n, size int64) [][]byte {
	width := min(size-n<<height, 1<<height)
	tile := tlog.Tile{H: height, L: 0, N: n, W: int(width)}
	path := strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1)
	bytes, err := os.ReadFile(filepath.Join(dir, path))
	must(err)
	var events [][]byte
	for len(bytes) > 0 {
		length := int(binary.BigEndian.Uint16(bytes))
		events = append(events, bytes[2:2+length])
		bytes = bytes[2+length:]
	}
	if int64(len(events)) != width {
		must(fmt.Errorf("bundle %d has %d events, not %d", n, len(events), width))
	}
	return events
}

func min(a, b int64) int64 {
	if a < b {
		return a
	}
	return b
}

func main() {
	dir := os.Args[1]
	vkey, err := os.ReadFile(os.Args[2])
	must(err)
	verifier, err := note.NewVerifier(strings.TrimSpace(string(vkey)))
	must(err)
	text, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	must(err)
	opened, err := note.Open(text, note.VerifierList(verifier))
	must(err)

	var origin, root string
	var size int64
	_, err = fmt.Sscanf(opened.Text, "%s\n%d\n%s\n", &origin, &size, &root)
	must(err)
	hash, err := tlog.ParseHash(root)
	must(err)
	tree := tlog.Tree{N: size, Hash: hash}
	hashes := tlog.TileHashReader(tree, directory(dir))

	for n := int64(0); n<<height < size; n++ {
		for i, event := range bundle(dir, n, size) {
			index := n<<height + int64(i)
			proof, err := tlog.ProveRecord(size, index, hashes)
			must(err)
			must(tlog.CheckRecord(proof, size, hash, index, tlog.RecordHash(event)))
		}
	}
	proofs := 0
	for older := int64(1); older < size; older += 1 + size/64 {
		was, err := tlog.TreeHash(older, hashes)
		must(err)
		proof, err := tlog.ProveTree(size, older, hashes)
		must(err)
		must(tlog.CheckTree(proof, size, hash, older, was))
		proofs++
	}
	fmt.Printf("%d events, %d older trees, root %s\n", size, proofs, root)
}

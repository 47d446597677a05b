// A second derivation of application order, total order ids and participants, over the XDR classes of Stellar's Go SDK
// and the text of the contract (contract/query-api.md sections 1.2 and 4.3, silver.yaml: participants, transfer_rules;
// effects.md). It reads raw ledgers and the rows that this project wrote of them, and counts what only one has.
//
//	participants -network PASSPHRASE SOURCE ROWS
//
// SOURCE is a file or a folder of ledgers, ROWS the folder of `stellarlake extract SOURCE --src --format csv`.
// The exit status is 1 when anything differs.
package main

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/stellar/go-stellar-sdk/xdr"
)

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(2)
	}
}

// Files of ledgers below source by the name that rows have for them in _src.
func ledgerFiles(source string) map[string]string {
	files := map[string]string{}
	info, err := os.Stat(source)
	fail(err)
	if !info.IsDir() {
		return map[string]string{filepath.Base(source): source}
	}
	fail(filepath.WalkDir(source, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && (strings.Contains(path, ".xdr") || strings.HasSuffix(path, ".bin")) {
			name, _ := filepath.Rel(source, path)
			files[name] = path
		}
		return err
	}))
	return files
}

func main() {
	passphrase := flag.String("network", "Public Global Stellar Network ; September 2015", "passphrase")
	show := flag.Int("show", 10, "differences to print of every kind")
	flag.Parse()
	if flag.NArg() != 2 {
		fail(fmt.Errorf("usage: participants [-network PASSPHRASE] SOURCE ROWS"))
	}
	theirs := newFacts()
	for name, path := range ledgerFiles(flag.Arg(0)) {
		number := 0
		fail(readLedgers(path, func(ledger xdr.LedgerCloseMeta) error {
			source := fmt.Sprintf("%s:%d", name, number)
			number++
			return deriveLedger(ledger, *passphrase, source, theirs)
		}))
	}
	ours, err := readRows(flag.Arg(1))
	fail(err)
	if !compare(ours, theirs, *show) {
		os.Exit(1)
	}
}

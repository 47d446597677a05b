package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"

	"github.com/klauspost/compress/zstd"
	"github.com/stellar/go-stellar-sdk/xdr"
)

const (
	zstdMagic = 0xfd2fb528 // little-endian
	lastMark  = 0x80000000 // of a record mark (RFC 5531)
)

func fileBytes(path string) ([]byte, error) {
	content, err := os.ReadFile(path)
	if err != nil || len(content) < 4 || binary.LittleEndian.Uint32(content) != zstdMagic {
		return content, err
	}
	decoder, err := zstd.NewReader(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	defer decoder.Close()
	var plain bytes.Buffer
	_, err = plain.ReadFrom(decoder)
	return plain.Bytes(), err
}

// Calls use for every ledger of the file: records with marks, one bare ledger, or a batch (SEP-54).
func readLedgers(path string, use func(xdr.LedgerCloseMeta) error) error {
	content, err := fileBytes(path)
	if err != nil || len(content) == 0 {
		return err
	}
	if binary.BigEndian.Uint32(content)&lastMark != 0 {
		return readRecords(path, content, use)
	}
	var batch xdr.LedgerCloseMetaBatch
	if xdr.SafeUnmarshal(content, &batch) == nil {
		for _, ledger := range batch.LedgerCloseMetas {
			if err := use(ledger); err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
		}
		return nil
	}
	var ledger xdr.LedgerCloseMeta
	if err := xdr.SafeUnmarshal(content, &ledger); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return use(ledger)
}

func readRecords(path string, content []byte, use func(xdr.LedgerCloseMeta) error) error {
	for len(content) >= 4 {
		size := int(binary.BigEndian.Uint32(content) &^ lastMark)
		if len(content) < 4+size {
			return fmt.Errorf("%s: a record ends early", path)
		}
		var ledger xdr.LedgerCloseMeta
		if err := xdr.SafeUnmarshal(content[4:4+size], &ledger); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if err := use(ledger); err != nil {
			return fmt.Errorf("%s: ledger %d: %w", path, ledger.LedgerSequence(), err)
		}
		content = content[4+size:]
	}
	return nil
}

package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
)

func readTable(folder, table string, use func(cell func(column string) string) error) error {
	file, err := os.Open(filepath.Join(folder, table+".csv"))
	if err != nil {
		return err
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return err
	}
	columns := map[string]int{}
	for i, name := range rows[0] {
		columns[name] = i
	}
	for number, row := range rows[1:] {
		err := use(func(column string) string { return row[columns[column]] })
		if err != nil {
			return fmt.Errorf("%s, row %d: %w", table, number+1, err)
		}
	}
	return nil
}

func number(text string) int {
	value, err := strconv.Atoi(text)
	fail(err)
	return value
}

func operationOf(cell func(string) string) operationID {
	return operationID{cell("_src"), cell("transaction_hash"), number(cell("operation_index")), int64(number(cell("operation_id")))}
}

// What effects and trades say of their operations.
func readOperations(folder string, ours *facts) error {
	err := readTable(folder, "effects_row_v1", func(cell func(string) string) error {
		ours.affecting[operationOf(cell)] = 1
		return nil
	})
	if err != nil {
		return err
	}
	return readTable(folder, "trades_extra_row_v1", func(cell func(string) string) error {
		ours.trades[trade{operationOf(cell), number(cell("trade_index"))}]++
		return nil
	})
}

func readRows(folder string) (*facts, error) {
	ours := newFacts()
	if err := readOperations(folder, ours); err != nil {
		return nil, err
	}
	err := readTable(folder, "transactions_extra_row_v1", func(cell func(string) string) error {
		ours.transactions[transaction{cell("_src"), cell("transaction_hash"), cell("fee_account"),
			uint32(number(cell("ledger_sequence"))), number(cell("application_order")),
			int64(number(cell("transaction_id")))}]++
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = readTable(folder, "transaction_index_v1", func(cell func(string) string) error {
		ours.index[indexed{cell("_src"), uint64(number(cell("key"))), number(cell("application_order")), number(cell("kind"))}]++
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = readTable(folder, "participants_v1", func(cell func(string) string) error {
		at := place{cell("_src"), number(cell("application_order")), number(cell("operation_order")), uint64(number(cell("key")))}
		if ours.roles[at] != 0 {
			return fmt.Errorf("%v has two rows", at)
		}
		ours.roles[at] = number(cell("roles"))
		return nil
	})
	return ours, err
}

// One line of the answer: rows of both, and of one only.
func report(name string, ours, theirs, onlyOurs, onlyTheirs int) bool {
	fmt.Printf("| %s | %d | %d | %d | %d |\n", name, ours, theirs, onlyOurs, onlyTheirs)
	return onlyOurs == 0 && onlyTheirs == 0
}

func compareSets[K comparable](name string, ours, theirs map[K]int, show int) bool {
	var examples []string
	count := func(left, right map[K]int, side string) (rows, only int) {
		for key, times := range left {
			rows += times
			if lacking := times - right[key]; lacking > 0 {
				only += lacking
				if len(examples) < show {
					examples = append(examples, fmt.Sprintf("%s: %s: %v", name, side, key))
				}
			}
		}
		return rows, only
	}
	rows, onlyOurs := count(ours, theirs, "only ours")
	rowsTheirs, onlyTheirs := count(theirs, ours, "only theirs")
	sort.Strings(examples)
	for _, example := range examples {
		fmt.Fprintln(os.Stderr, example)
	}
	return report(name, rows, rowsTheirs, onlyOurs, onlyTheirs)
}

func ofRole(all map[place]int, role int) map[place]int {
	chosen := map[place]int{}
	for at, roles := range all {
		if roles&role != 0 {
			chosen[at] = 1
		}
	}
	return chosen
}

func compare(ours, theirs *facts, show int) bool {
	fmt.Printf("%d ledgers\n\n| rows | ours | theirs | only ours | only theirs |\n|---|---:|---:|---:|---:|\n", len(theirs.ledgers))
	equal := compareSets("transactions: hash, order, id, fee account", ours.transactions, theirs.transactions, show)
	equal = compareSets("index of hashes", ours.index, theirs.index, show) && equal
	equal = compareSets("operations with effects: hash, operation, id", ours.affecting, theirs.affecting, show) && equal
	equal = compareSets("trades: hash, operation, id, atom", ours.trades, theirs.trades, show) && equal
	equal = compareSets("participants: address and place", ofRole(ours.roles, ^0), ofRole(theirs.roles, ^0), show) && equal
	for bit, name := range roleNames {
		role := 1 << bit
		equal = compareSets(fmt.Sprintf("role %d, %s", role, name), ofRole(ours.roles, role), ofRole(theirs.roles, role), show) && equal
	}
	return equal
}

// The other tool: the library of golang-migrate with its PostgreSQL driver, called as its command line calls it.
//
//	migrate DATABASE_URL FOLDER up [N] | down [N] | goto V | force V | version
package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"

	"github.com/golang-migrate/migrate/v4"
	_ "github.com/golang-migrate/migrate/v4/database/postgres"
	_ "github.com/golang-migrate/migrate/v4/source/file"
)

func run(words []string) error {
	if len(words) < 3 {
		return errors.New("usage: migrate DATABASE_URL FOLDER COMMAND [NUMBER]")
	}
	tool, err := migrate.New("file://"+words[1], words[0])
	if err != nil {
		return err
	}
	defer tool.Close()
	number := 0
	if len(words) > 3 {
		if number, err = strconv.Atoi(words[3]); err != nil {
			return err
		}
	}
	switch words[2] {
	case "up":
		if number > 0 {
			return tool.Steps(number)
		}
		return tool.Up()
	case "down":
		if number > 0 {
			return tool.Steps(-number)
		}
		return tool.Down()
	case "goto":
		return tool.Migrate(uint(number))
	case "force":
		return tool.Force(number)
	case "version":
		version, dirty, err := tool.Version()
		if err != nil {
			return err
		}
		fmt.Println(version, dirty)
		return nil
	}
	return errors.New("no such command: " + words[2])
}

func main() {
	if err := run(os.Args[1:]); err != nil && !errors.Is(err, migrate.ErrNoChange) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

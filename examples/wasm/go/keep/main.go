// Keep passes on the rows in which a column is at least a number:
//
//	keep [arrow|json|csv] COLUMN LEAST
package main

import (
	"fmt"
	"os"
	"strconv"

	"example/wasm/arrow"
	"example/wasm/lines"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "keep:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 3 {
		return fmt.Errorf("give a format, a column and a number, not %q", args)
	}
	least, err := strconv.ParseFloat(args[2], 64)
	if err != nil {
		return err
	}
	if args[0] == "arrow" {
		return keepBatches(args[1], least)
	}
	return lines.Each(args[0], os.Stdin, os.Stdout, func(row lines.Row) (bool, error) {
		value, isNull, err := row.Number(args[1])
		return !isNull && value >= least, err
	})
}

func keepBatches(column string, least float64) error {
	reader, err := arrow.NewReader(os.Stdin)
	if err != nil {
		return err
	}
	index, err := reader.Schema.Index(column)
	if err != nil {
		return err
	}
	writer, err := arrow.NewWriter(os.Stdout, reader.Schema)
	if err != nil {
		return err
	}
	var numbers []float64
	var rows []int32
	var taker arrow.Taker
	err = reader.Each(func(batch *arrow.Batch) error {
		column := &batch.Columns[index]
		if numbers, err = column.Numbers(batch.Rows, numbers); err != nil {
			return err
		}
		rows = rows[:0]
		for row, number := range numbers {
			if number >= least && !column.IsNull(row) {
				rows = append(rows, int32(row))
			}
		}
		return writer.Write(taker.Take(batch, rows))
	})
	if err != nil {
		return err
	}
	return writer.Close()
}

// Total adds up the numbers of a column for each text of another:
//
//	total [arrow|json|csv] BY COLUMN
//
// Many batches go in; what is kept of them is one sum for each text.
package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"

	"example/wasm/arrow"
	"example/wasm/lines"
)

type sum struct {
	rows  int64
	total float64
}

type sums map[string]*sum

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "total:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 3 {
		return fmt.Errorf("give a format and two columns, not %q", args)
	}
	format, by, column := args[0], args[1], args[2]
	state := sums{}
	if format == "arrow" {
		if err := state.readBatches(by, column); err != nil {
			return err
		}
		return state.writeBatch(by)
	}
	err := lines.Each(format, os.Stdin, io.Discard, func(row lines.Row) (bool, error) {
		text, err := row.Text(by)
		if err != nil {
			return false, err
		}
		value, isNull, err := row.Number(column)
		if err == nil && !isNull {
			state.of(text).add(value)
		}
		return false, err
	})
	if err != nil {
		return err
	}
	if format == "csv" {
		return state.writeCSV(by)
	}
	return state.writeJSON(by)
}

func (s sums) of(text string) *sum {
	found := s[text]
	if found == nil {
		found = &sum{}
		s[text] = found
	}
	return found
}

func (s *sum) add(value float64) {
	s.rows++
	s.total += value
}

func (s sums) readBatches(by, name string) error {
	reader, err := arrow.NewReader(os.Stdin)
	if err != nil {
		return err
	}
	key, err := reader.Schema.Index(by)
	if err != nil {
		return err
	}
	value, err := reader.Schema.Index(name)
	if err != nil {
		return err
	}
	var numbers []float64
	return reader.Each(func(batch *arrow.Batch) error {
		keys, column := &batch.Columns[key], &batch.Columns[value]
		if keys.Offsets == nil {
			return fmt.Errorf("column %q is not text", by)
		}
		if numbers, err = column.Numbers(batch.Rows, numbers); err != nil {
			return err
		}
		for row, number := range numbers {
			if column.IsNull(row) {
				continue
			}
			// looked up without making a string of the bytes
			found := s[string(keys.Text(row))]
			if found == nil {
				found = s.of(string(keys.Text(row)))
			}
			found.add(number)
		}
		return nil
	})
}

func (s sums) writeBatch(by string) error {
	keys := slices.Sorted(maps.Keys(s))
	var texts []string
	var rows []int64
	var totals []float64
	for _, key := range keys {
		texts, rows, totals = append(texts, key), append(rows, s[key].rows), append(totals, s[key].total)
	}
	batch := arrow.NewBatch(arrow.Texts(by, texts), arrow.Integers("rows", rows), arrow.Floats("total", totals))
	writer, err := arrow.NewWriter(os.Stdout, batch.Schema())
	if err != nil {
		return err
	}
	if err := writer.Write(batch); err != nil {
		return err
	}
	return writer.Close()
}

func (s sums) writeJSON(by string) error {
	out := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(out)
	for _, key := range slices.Sorted(maps.Keys(s)) {
		row := map[string]any{by: key, "rows": s[key].rows, "total": s[key].total}
		if err := encoder.Encode(row); err != nil {
			return err
		}
	}
	return out.Flush()
}

func (s sums) writeCSV(by string) error {
	out := csv.NewWriter(os.Stdout)
	if err := out.Write([]string{by, "rows", "total"}); err != nil {
		return err
	}
	for _, key := range slices.Sorted(maps.Keys(s)) {
		total := strconv.FormatFloat(s[key].total, 'g', -1, 64)
		if err := out.Write([]string{key, strconv.FormatInt(s[key].rows, 10), total}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

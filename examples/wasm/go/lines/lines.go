// Package lines reads rows from json lines and csv and passes some of them on.
package lines

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
)

const bufferSize = 1 << 20

// Row is one of them.
type Row interface {
	// Number is the value of a column; null is none.
	Number(column string) (value float64, isNull bool, err error)
	// Text is the value of a column as it is written.
	Text(column string) (string, error)
}

// Each passes on the rows for which keep says so, as they are.
func Each(format string, in io.Reader, out io.Writer, keep func(Row) (bool, error)) error {
	to := bufio.NewWriterSize(out, bufferSize)
	err := read(format, bufio.NewReaderSize(in, bufferSize), to, keep)
	if err == nil {
		err = to.Flush()
	}
	return err
}

func read(format string, in *bufio.Reader, out io.Writer, keep func(Row) (bool, error)) error {
	switch format {
	case "json":
		return readJSON(in, out, keep)
	case "csv":
		return readCSV(in, out, keep)
	default:
		return fmt.Errorf("there is no format %q", format)
	}
}

type object map[string]json.RawMessage

func readJSON(in *bufio.Reader, out io.Writer, keep func(Row) (bool, error)) error {
	for {
		line, end := in.ReadBytes('\n')
		if end != nil && end != io.EOF {
			return end
		}
		if len(bytes.TrimSpace(line)) > 0 {
			var row object
			if err := json.Unmarshal(line, &row); err != nil {
				return err
			}
			kept, err := keep(row)
			if err == nil && kept {
				_, err = out.Write(line)
			}
			if err != nil {
				return err
			}
		}
		if end == io.EOF {
			return nil
		}
	}
}

func (o object) Number(column string) (float64, bool, error) {
	raw, ok := o[column]
	if !ok || string(raw) == "null" {
		return 0, true, nil
	}
	var value float64
	err := json.Unmarshal(raw, &value)
	return value, false, err
}

func (o object) Text(column string) (string, error) {
	var value string
	err := json.Unmarshal(o[column], &value)
	return value, err
}

type record struct {
	columns map[string]int
	fields  []string
}

func readCSV(in io.Reader, out io.Writer, keep func(Row) (bool, error)) error {
	reader := csv.NewReader(in)
	reader.ReuseRecord = true
	names, err := reader.Read()
	if err != nil {
		return err
	}
	writer := csv.NewWriter(out)
	if err := writer.Write(names); err != nil {
		return err
	}
	row := record{columns: map[string]int{}}
	for i, name := range names {
		row.columns[name] = i
	}
	for {
		row.fields, err = reader.Read()
		if err == io.EOF {
			writer.Flush()
			return writer.Error()
		}
		if err != nil {
			return err
		}
		kept, err := keep(row)
		if err == nil && kept {
			err = writer.Write(row.fields)
		}
		if err != nil {
			return err
		}
	}
}

func (r record) Number(column string) (float64, bool, error) {
	text, err := r.Text(column)
	if err != nil || text == "" {
		return 0, true, err
	}
	value, err := strconv.ParseFloat(text, 64)
	return value, false, err
}

func (r record) Text(column string) (string, error) {
	i, ok := r.columns[column]
	if !ok {
		return "", fmt.Errorf("there is no column %q", column)
	}
	return r.fields[i], nil
}

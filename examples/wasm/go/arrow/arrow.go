// Package arrow reads and writes streams of Arrow record batches with flat
// columns: numbers, booleans, text, bytes, dates, times, decimals. It is small
// because a module of WebAssembly is compiled before it first runs.
package arrow

import (
	"fmt"
	"unsafe"
)

// Kind is a type of Arrow, by its number in the format's Schema.fbs.
type Kind byte

const (
	Null            Kind = 1
	Int             Kind = 2
	FloatingPoint   Kind = 3
	Binary          Kind = 4
	Utf8            Kind = 5
	Bool            Kind = 6
	Decimal         Kind = 7
	Date            Kind = 8
	Time            Kind = 9
	Timestamp       Kind = 10
	Interval        Kind = 11
	FixedSizeBinary Kind = 15
)

// Field is a column's name and type.
type Field struct {
	Name string
	Kind Kind
	// Width is the bytes of one value; 0 for booleans, text, bytes and nulls.
	Width  int
	Signed bool
}

// Schema is the columns of a stream.
type Schema struct {
	Fields []Field
	// message is the metadata as read, so that it can be passed on unchanged.
	message []byte
}

// Column is the values of one field in a batch.
type Column struct {
	Field Field
	// Valid has a bit for each row, 0 for null; nil when no row is null.
	Valid []byte
	// Offsets are where each text begins, and where the last ends.
	Offsets []int32
	Data    []byte
}

// Batch is some rows. What a Reader gives is good until its next call.
type Batch struct {
	Rows    int
	Columns []Column
}

// Index is the number of a column, or an error that names those there are.
func (s *Schema) Index(name string) (int, error) {
	for i, field := range s.Fields {
		if field.Name == name {
			return i, nil
		}
	}
	return 0, fmt.Errorf("there is no column %q", name)
}

// IsNull tells whether a row has no value.
func (c *Column) IsNull(row int) bool {
	return c.Valid != nil && c.Valid[row>>3]&(1<<(row&7)) == 0
}

// Text is a text or bytes, which share the batch's memory.
func (c *Column) Text(row int) []byte {
	return c.Data[c.Offsets[row]:c.Offsets[row+1]]
}

// Numbers are all values of a column as floating-point numbers, in room if it
// is large enough.
func (c *Column) Numbers(rows int, room []float64) ([]float64, error) {
	if cap(room) < rows {
		room = make([]float64, rows)
	}
	room = room[:rows]
	switch {
	case c.Field.Kind == FloatingPoint && c.Field.Width == 8:
		copy(room, view[float64](c.Data, rows))
	case c.Field.Kind == FloatingPoint && c.Field.Width == 4:
		widen(room, view[float32](c.Data, rows))
	case c.Field.Kind == Int && c.Field.Signed:
		switch c.Field.Width {
		case 1:
			widen(room, view[int8](c.Data, rows))
		case 2:
			widen(room, view[int16](c.Data, rows))
		case 4:
			widen(room, view[int32](c.Data, rows))
		default:
			widen(room, view[int64](c.Data, rows))
		}
	case c.Field.Kind == Int:
		switch c.Field.Width {
		case 1:
			widen(room, view[uint8](c.Data, rows))
		case 2:
			widen(room, view[uint16](c.Data, rows))
		case 4:
			widen(room, view[uint32](c.Data, rows))
		default:
			widen(room, view[uint64](c.Data, rows))
		}
	default:
		return nil, fmt.Errorf("column %q has no numbers", c.Field.Name)
	}
	return room, nil
}

type number interface {
	~int8 | ~int16 | ~int32 | ~int64 | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~float32 | ~float64
}

func widen[T number](to []float64, from []T) {
	for i, value := range from {
		to[i] = float64(value)
	}
}

// view is bytes as values; Arrow and WebAssembly are little-endian both.
func view[T any](bytes []byte, count int) []T {
	if count == 0 {
		return nil
	}
	var value T
	_ = bytes[count*int(unsafe.Sizeof(value))-1]
	return unsafe.Slice((*T)(unsafe.Pointer(&bytes[0])), count)
}

func bytesOf[T any](values []T) []byte {
	if len(values) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&values[0])), len(values)*int(unsafe.Sizeof(values[0])))
}

package arrow

import (
	"bufio"
	"errors"
	"fmt"
	"io"
)

const (
	continuation = 0xffffffff
	version5     = 4

	headerSchema = 1
	headerBatch  = 3

	bufferSize = 1 << 20
)

// Reader reads a stream of Arrow IPC.
type Reader struct {
	Schema *Schema
	in     *bufio.Reader
	meta   []byte
	body   []byte
}

// NewReader reads the schema, which comes first.
func NewReader(in io.Reader) (reader *Reader, err error) {
	defer recovered(&err)
	reader = &Reader{in: bufio.NewReaderSize(in, bufferSize)}
	header, message, err := reader.message()
	if err != nil {
		return nil, err
	}
	if header != headerSchema {
		return nil, errors.New("the stream does not begin with a schema")
	}
	reader.Schema, err = readSchema(message.table(2))
	if err == nil {
		reader.Schema.message = append([]byte(nil), reader.meta...)
	}
	return reader, err
}

// Next reads a batch; io.EOF after the last.
func (r *Reader) Next() (batch *Batch, err error) {
	defer recovered(&err)
	header, message, err := r.message()
	if err != nil {
		return nil, err
	}
	if header != headerBatch {
		return nil, fmt.Errorf("messages of kind %d are not supported", header)
	}
	return r.batch(message.table(2))
}

func recovered(err *error) {
	if recover() != nil {
		*err = errors.New("the stream is damaged")
	}
}

// message reads one with its body.
func (r *Reader) message() (byte, table, error) {
	var prefix [8]byte
	if _, err := io.ReadFull(r.in, prefix[:]); err != nil {
		return 0, table{}, err
	}
	length := int(little.Uint32(prefix[4:]))
	if little.Uint32(prefix[:]) != continuation {
		return 0, table{}, errors.New("this is not an Arrow stream")
	}
	if length == 0 {
		return 0, table{}, io.EOF
	}
	r.meta = sized(r.meta, length)
	if _, err := io.ReadFull(r.in, r.meta); err != nil {
		return 0, table{}, err
	}
	message := root(r.meta)
	r.body = sized(r.body, int(message.int64(3)))
	_, err := io.ReadFull(r.in, r.body)
	return message.byte(1), message, err
}

func sized(bytes []byte, length int) []byte {
	if cap(bytes) < length {
		return make([]byte, length, length+length/4)
	}
	return bytes[:length]
}

func readSchema(schema table) (*Schema, error) {
	at, count := schema.vector(1)
	fields := make([]Field, count)
	for i := range fields {
		place := at + 4*i
		field := table{schema.bytes, place + int(little.Uint32(schema.bytes[place:]))}
		if field.field(4) > 0 {
			return nil, fmt.Errorf("column %q is dictionary-encoded", field.text(0))
		}
		fields[i] = Field{Name: field.text(0), Kind: Kind(field.byte(2))}
		if err := fields[i].typed(field.table(3)); err != nil {
			return nil, err
		}
	}
	return &Schema{Fields: fields}, nil
}

func (f *Field) typed(detail table) error {
	switch f.Kind {
	case Int:
		f.Width, f.Signed = int(detail.int32(0, 0))/8, detail.byte(1) != 0
	case FloatingPoint:
		f.Width = 2 << detail.int16(0, 0)
	case Decimal:
		f.Width = int(detail.int32(2, 128)) / 8
	case Date:
		f.Width = 4 << detail.int16(0, 1)
	case Time:
		f.Width = int(detail.int32(1, 32)) / 8
	case Timestamp:
		f.Width = 8
	case Interval:
		f.Width = []int{4, 8, 16}[detail.int16(0, 0)]
	case FixedSizeBinary:
		f.Width = int(detail.int32(0, 0))
	case Null, Bool, Utf8, Binary:
	default:
		return fmt.Errorf("column %q has a type that is not supported", f.Name)
	}
	return nil
}

func (r *Reader) batch(header table) (*Batch, error) {
	if header.field(3) > 0 {
		return nil, errors.New("compressed batches are not supported")
	}
	batch := &Batch{Rows: int(header.int64(0)), Columns: make([]Column, len(r.Schema.Fields))}
	node, _ := header.vector(1)
	next, _ := header.vector(2)
	buffer := func() []byte {
		offset, length := little.Uint64(header.bytes[next:]), little.Uint64(header.bytes[next+8:])
		next += 16
		return r.body[offset : offset+length]
	}
	for i := range batch.Columns {
		column := &batch.Columns[i]
		column.Field = r.Schema.Fields[i]
		nulls := little.Uint64(header.bytes[node+16*i+8:])
		if column.Field.Kind == Null {
			continue
		}
		if valid := buffer(); nulls > 0 {
			column.Valid = valid
		}
		if column.Field.Kind == Utf8 || column.Field.Kind == Binary {
			column.Offsets = []int32{0}
			if offsets := buffer(); len(offsets) > 0 {
				column.Offsets = view[int32](offsets, batch.Rows+1)
			}
		}
		column.Data = buffer()
	}
	return batch, nil
}

// Each calls a function with every batch.
func (r *Reader) Each(work func(*Batch) error) error {
	for {
		batch, err := r.Next()
		if err == io.EOF {
			return nil
		}
		if err == nil {
			err = work(batch)
		}
		if err != nil {
			return err
		}
	}
}

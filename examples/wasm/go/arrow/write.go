package arrow

import "io"

// Writer writes a stream of Arrow IPC, each batch by one write.
type Writer struct {
	Schema *Schema
	out    io.Writer
	meta   flat
	bytes  []byte
}

// NewWriter writes the schema.
func NewWriter(out io.Writer, schema *Schema) (*Writer, error) {
	if schema.message == nil {
		schema.message = schema.encode()
	}
	writer := &Writer{Schema: schema, out: out}
	writer.prefix(len(schema.message))
	writer.bytes = append(writer.bytes, schema.message...)
	_, err := out.Write(writer.bytes)
	return writer, err
}

// Close writes the end of the stream; without it a stream counts as cut off.
func (w *Writer) Close() error {
	w.prefix(0)
	_, err := w.out.Write(w.bytes)
	return err
}

func (w *Writer) prefix(length int) {
	w.bytes = little.AppendUint32(w.bytes[:0], continuation)
	w.bytes = little.AppendUint32(w.bytes, uint32(length))
}

// Write writes a batch.
func (w *Writer) Write(batch *Batch) error {
	body := 0
	batch.buffers(func(buffer []byte) { body += padded(len(buffer)) })
	w.header(batch, body)
	w.prefix(len(w.meta.bytes))
	w.bytes = append(w.bytes, w.meta.bytes...)
	if need := len(w.bytes) + body; cap(w.bytes) < need {
		w.bytes = append(make([]byte, 0, need+need/4), w.bytes...)
	}
	batch.buffers(func(buffer []byte) {
		w.bytes = append(w.bytes, buffer...)
		w.bytes = append(w.bytes, make([]byte, padded(len(buffer))-len(buffer))...)
	})
	_, err := w.out.Write(w.bytes)
	return err
}

func padded(length int) int {
	return (length + 7) &^ 7
}

// buffers visits the buffers of all columns in their order.
func (b *Batch) buffers(visit func([]byte)) {
	for i := range b.Columns {
		column := &b.Columns[i]
		if column.Field.Kind == Null {
			continue
		}
		visit(column.Valid)
		if column.Offsets != nil {
			visit(bytesOf(column.Offsets))
		}
		visit(column.Data)
	}
}

func (w *Writer) header(batch *Batch, body int) {
	f := &w.meta
	f.bytes = f.bytes[:0]
	header := f.message(headerBatch, body)
	f.begin(20, 8, 4, 16)
	little.PutUint32(f.bytes[header:], uint32(len(f.bytes)-4-header))
	nodes := f.put32(0)
	f.put64(int64(batch.Rows))
	buffers := f.put32(0)
	f.list(nodes, len(batch.Columns))
	for i := range batch.Columns {
		f.put64(int64(batch.Rows))
		f.put64(int64(batch.Columns[i].nulls(batch.Rows)))
	}
	count, offset := 0, 0
	batch.buffers(func([]byte) { count++ })
	f.list(buffers, count)
	batch.buffers(func(buffer []byte) {
		f.put64(int64(offset))
		f.put64(int64(len(buffer)))
		offset += padded(len(buffer))
	})
}

func (c *Column) nulls(rows int) int {
	if c.Field.Kind == Null {
		return rows
	}
	count := 0
	if c.Valid != nil {
		for row := range rows {
			if c.IsNull(row) {
				count++
			}
		}
	}
	return count
}

// encode is the schema's message: of integers, floating-point numbers, text,
// bytes and booleans; other types can be passed on only as they were read.
func (s *Schema) encode() []byte {
	f := &flat{}
	header := f.message(headerSchema, 0)
	f.begin(8, 0, 4)
	little.PutUint32(f.bytes[header:], uint32(len(f.bytes)-4-header))
	fields := f.put32(0)
	f.list(fields, len(s.Fields))
	places := make([]int, len(s.Fields))
	for i := range places {
		places[i] = f.put32(0)
	}
	for i, field := range s.Fields {
		f.encode(places[i], field)
	}
	f.align(8)
	return f.bytes
}

func (f *flat) encode(place int, field Field) {
	f.begin(18, 4, 16, 17, 8, 0, 12)
	little.PutUint32(f.bytes[place:], uint32(len(f.bytes)-4-place))
	name, detail, children := f.put32(0), f.put32(0), f.put32(0)
	f.bytes = append(f.bytes, 1, byte(field.Kind))
	f.list(name, len(field.Name))
	f.bytes = append(append(f.bytes, field.Name...), 0)
	f.list(children, 0)
	switch field.Kind {
	case Int:
		f.begin(9, 4, 8)
		little.PutUint32(f.bytes[detail:], uint32(len(f.bytes)-4-detail))
		f.put32(8 * field.Width)
		f.bytes = append(f.bytes, signed(field))
	case FloatingPoint:
		f.begin(6, 4)
		little.PutUint32(f.bytes[detail:], uint32(len(f.bytes)-4-detail))
		f.put16(uint16(field.Width / 4))
	default:
		f.begin(4)
		little.PutUint32(f.bytes[detail:], uint32(len(f.bytes)-4-detail))
	}
	f.align(8)
}

func signed(field Field) byte {
	if field.Signed {
		return 1
	}
	return 0
}

package arrow

import "encoding/binary"

var little = binary.LittleEndian

// table is a table of FlatBuffers, the encoding of Arrow's metadata. Reading
// beyond the bytes panics; Reader makes an error of it.
type table struct {
	bytes []byte
	at    int
}

func root(bytes []byte) table {
	return table{bytes, int(little.Uint32(bytes))}
}

// field is where the value of a field begins, 0 when it has its default.
func (t table) field(number int) int {
	vtable := t.at - int(int32(little.Uint32(t.bytes[t.at:])))
	slot := 4 + 2*number
	if slot >= int(little.Uint16(t.bytes[vtable:])) {
		return 0
	}
	offset := int(little.Uint16(t.bytes[vtable+slot:]))
	if offset == 0 {
		return 0
	}
	return t.at + offset
}

func (t table) byte(number int) byte {
	if at := t.field(number); at > 0 {
		return t.bytes[at]
	}
	return 0
}

func (t table) int16(number int, otherwise int16) int16 {
	if at := t.field(number); at > 0 {
		return int16(little.Uint16(t.bytes[at:]))
	}
	return otherwise
}

func (t table) int32(number int, otherwise int32) int32 {
	if at := t.field(number); at > 0 {
		return int32(little.Uint32(t.bytes[at:]))
	}
	return otherwise
}

func (t table) int64(number int) int64 {
	if at := t.field(number); at > 0 {
		return int64(little.Uint64(t.bytes[at:]))
	}
	return 0
}

func (t table) table(number int) table {
	at := t.field(number)
	return table{t.bytes, at + int(little.Uint32(t.bytes[at:]))}
}

// vector is where the first element begins, and how many there are.
func (t table) vector(number int) (at, length int) {
	at = t.field(number)
	if at == 0 {
		return 0, 0
	}
	at += int(little.Uint32(t.bytes[at:]))
	return at + 4, int(little.Uint32(t.bytes[at:]))
}

func (t table) text(number int) string {
	at, length := t.vector(number)
	return string(t.bytes[at : at+length])
}

// flat builds such bytes from front to back.
type flat struct{ bytes []byte }

func (f *flat) align(to int) {
	for len(f.bytes)%to != 0 {
		f.bytes = append(f.bytes, 0)
	}
}

func (f *flat) put16(values ...uint16) {
	for _, value := range values {
		f.bytes = little.AppendUint16(f.bytes, value)
	}
}

func (f *flat) put32(value int) int {
	f.bytes = little.AppendUint32(f.bytes, uint32(value))
	return len(f.bytes) - 4
}

func (f *flat) put64(value int64) {
	f.bytes = little.AppendUint64(f.bytes, uint64(value))
}

// link sets the offset at a place to the end of what is built.
func (f *flat) link(place int) {
	little.PutUint32(f.bytes[place:], uint32(len(f.bytes)-place))
}

// begin writes a table's vtable and the table's first word, so that the next
// value is at offset 4 of it.
func (f *flat) begin(size uint16, offsets ...uint16) {
	f.align(8)
	vtable := len(f.bytes)
	f.put16(uint16(4+2*len(offsets)), size)
	f.put16(offsets...)
	f.align(8)
	f.put32(len(f.bytes) - vtable)
}

// message begins a message and returns where its header is to be linked.
func (f *flat) message(header uint16, body int) int {
	f.put32(0)
	f.begin(20, 16, 18, 4, 8)
	little.PutUint32(f.bytes, uint32(len(f.bytes)-4))
	place := f.put32(0)
	f.put64(int64(body))
	f.put16(version5, header)
	return place
}

// list begins a vector, linked from a place, whose elements are 8 bytes or more.
func (f *flat) list(place, count int) {
	f.align(8)
	f.put32(0)
	f.link(place)
	f.put32(count)
}

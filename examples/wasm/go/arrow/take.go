package arrow

// Taker makes batches of chosen rows, in memory that it uses again.
type Taker struct {
	batch Batch
}

// Take is those rows of a batch; good until the next call.
func (t *Taker) Take(batch *Batch, rows []int32) *Batch {
	if t.batch.Columns == nil {
		t.batch.Columns = make([]Column, len(batch.Columns))
	}
	t.batch.Rows = len(rows)
	for i := range batch.Columns {
		t.batch.Columns[i].take(&batch.Columns[i], rows)
	}
	return &t.batch
}

func (c *Column) take(from *Column, rows []int32) {
	c.Field = from.Field
	if from.Valid == nil {
		c.Valid = nil
	} else {
		c.Valid = takeBits(c.Valid, from.Valid, rows)
	}
	switch c.Field.Width {
	case 0:
		switch {
		case from.Offsets != nil:
			c.takeTexts(from, rows)
		case c.Field.Kind == Bool:
			c.Data = takeBits(c.Data, from.Data, rows)
		}
	case 1:
		takeValues[uint8](c, from, rows)
	case 2:
		takeValues[uint16](c, from, rows)
	case 4:
		takeValues[uint32](c, from, rows)
	case 8:
		takeValues[uint64](c, from, rows)
	default:
		c.takeWide(from, rows)
	}
}

func takeValues[T any](to, from *Column, rows []int32) {
	var value T
	to.Data = sized(to.Data, len(rows)*len(bytesOf([]T{value})))
	out := view[T](to.Data, len(rows))
	in := view[T](from.Data, len(from.Data)/len(bytesOf([]T{value})))
	for i, row := range rows {
		out[i] = in[row]
	}
}

func (c *Column) takeWide(from *Column, rows []int32) {
	width := c.Field.Width
	c.Data = sized(c.Data, len(rows)*width)
	for i, row := range rows {
		copy(c.Data[i*width:], from.Data[int(row)*width:][:width])
	}
}

func (c *Column) takeTexts(from *Column, rows []int32) {
	if cap(c.Offsets) < len(rows)+1 {
		c.Offsets = make([]int32, len(rows)+1, len(rows)+len(rows)/4+1)
	}
	c.Offsets = c.Offsets[:len(rows)+1]
	end := int32(0)
	for i, row := range rows {
		c.Offsets[i] = end
		end += from.Offsets[row+1] - from.Offsets[row]
	}
	c.Offsets[len(rows)] = end
	c.Data = sized(c.Data, int(end))
	for i := 0; i < len(rows); {
		// rows that follow each other are copied at once
		first := i
		for i++; i < len(rows) && rows[i] == rows[i-1]+1; i++ {
		}
		copy(c.Data[c.Offsets[first]:], from.Data[from.Offsets[rows[first]]:from.Offsets[rows[i-1]+1]])
	}
}

func takeBits(to, from []byte, rows []int32) []byte {
	to = sized(to, (len(rows)+7)/8)
	clear(to)
	for i, row := range rows {
		to[i>>3] |= (from[row>>3] >> (row & 7) & 1) << (i & 7)
	}
	return to
}

package arrow

// NewBatch is a batch of columns that have the same number of rows each.
func NewBatch(columns ...Column) *Batch {
	first := columns[0]
	rows := len(first.Offsets) - 1
	if first.Offsets == nil {
		rows = len(first.Data) / first.Field.Width
	}
	return &Batch{Rows: rows, Columns: columns}
}

// Schema is that of the batch's columns.
func (b *Batch) Schema() *Schema {
	schema := &Schema{}
	for _, column := range b.Columns {
		schema.Fields = append(schema.Fields, column.Field)
	}
	return schema
}

// Texts is a column of text without nulls.
func Texts(name string, values []string) Column {
	column := Column{Field: Field{Name: name, Kind: Utf8}, Offsets: []int32{0}}
	for _, value := range values {
		column.Data = append(column.Data, value...)
		column.Offsets = append(column.Offsets, int32(len(column.Data)))
	}
	return column
}

// Integers is a column of whole numbers without nulls.
func Integers(name string, values []int64) Column {
	return Column{Field: Field{Name: name, Kind: Int, Width: 8, Signed: true}, Data: bytesOf(values)}
}

// Floats is a column of floating-point numbers without nulls.
func Floats(name string, values []float64) Column {
	return Column{Field: Field{Name: name, Kind: FloatingPoint, Width: 8}, Data: bytesOf(values)}
}

// Misbehave does what a module should not, as its argument says.
package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"time"
)

func main() {
	switch os.Args[1] {
	case "copy":
		if _, err := io.Copy(os.Stdout, os.Stdin); err != nil {
			panic(err)
		}
	case "first": // reads a little, and ends well
		first := make([]byte, 10)
		if _, err := io.ReadFull(os.Stdin, first); err != nil {
			panic(err)
		}
		os.Stdout.Write(first)
	case "loop":
		for count := 0; ; count++ {
		}
	case "wait":
		time.Sleep(time.Hour)
	case "memory":
		var all [][]byte
		for {
			all = append(all, bytes.Repeat([]byte{1}, 1<<20))
		}
	case "deep":
		fmt.Println(deep(1))
	case "output":
		for block := make([]byte, 1<<20); ; {
			os.Stdout.Write(block)
		}
	case "log":
		for {
			fmt.Fprintln(os.Stderr, "and another thing")
		}
	case "panic":
		panic("this cannot be")
	case "exit":
		fmt.Fprintln(os.Stderr, "three it is")
		os.Exit(3)
	case "files":
		fmt.Println(os.ReadFile("/etc/passwd"))
		fmt.Println(os.WriteFile("here", []byte("x"), 0o600))
		fmt.Println(os.Environ(), os.Args)
	}
}

// deep cannot be a loop: what is left to do comes after the call.
func deep(n int) int {
	if n < 0 {
		return 0
	}
	return deep(n+1) + n
}

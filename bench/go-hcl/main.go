package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) != 3 || os.Args[1] != "speed" {
		fmt.Fprintln(os.Stderr, "usage: go-hcl speed FOLDER")
		os.Exit(2)
	}
	if err := speed(os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

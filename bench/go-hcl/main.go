// Command go-hcl asks the Go implementation of HCL what it makes of files: the reference for Fly's syntax.
package main

import (
	"fmt"
	"os"
)

const usage = `usage: go-hcl judge [--tree] [--cases FILE|-] [--files-from FILE|-] [FILE...]
       go-hcl bench [--for DURATION] [--files-from FILE|-] [FILE...]

judge   one JSON line for each file: {"file","ok","errors":[{"line","column","summary"}]}
        --files-from   names of files, one a line
        --cases        texts in base64, one a line; "file" is the number of the line, from 0
        --tree         adds "tree", the syntax tree as text, of files that are accepted

bench   parses the files on one thread for a while; one line: {"files","bytes","rounds","seconds","mb_s"} of the best round
`

func main() {
	if len(os.Args) < 2 {
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	}
	var err error
	switch os.Args[1] {
	case "judge":
		err = judge(os.Args[2:], os.Stdout)
	case "bench":
		err = bench(os.Args[2:], os.Stdout)
	default:
		fmt.Fprint(os.Stderr, usage)
		os.Exit(2)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// Package main is a stand-in for the AWS and Yandex Cloud providers: it serves their schemas and keeps what it "makes"
// as files. Which of the two it is says the name it is started under.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tfprotov5/tf5server"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
	"github.com/hashicorp/terraform-plugin-mux/tf6to5server"
)

func main() {
	if err := serve(filepath.Base(os.Args[0])); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(program string) error {
	switch {
	case strings.HasPrefix(program, "terraform-provider-aws"):
		return serveAWS()
	case strings.HasPrefix(program, "terraform-provider-yandex"):
		return serveYandex()
	default:
		return fmt.Errorf("started as %q (expected: terraform-provider-aws or terraform-provider-yandex)", program)
	}
}

// The real AWS provider speaks protocol 5, the Yandex one 6.
func serveAWS() error {
	double, err := newServer("aws", os.Getenv)
	if err != nil {
		return err
	}
	downgraded, err := tf6to5server.DowngradeServer(context.Background(),
		func() tfprotov6.ProviderServer { return double })
	if err != nil {
		return err
	}
	return tf5server.Serve(double.schemas.Address, func() tfprotov5.ProviderServer { return downgraded })
}

func serveYandex() error {
	double, err := newServer("yandex", os.Getenv)
	if err != nil {
		return err
	}
	return tf6server.Serve(double.schemas.Address, func() tfprotov6.ProviderServer { return double })
}

package main

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"text/template"
)

//go:embed templates/cortex.rb
var formulaText string

// formula writes the formula with which Homebrew installs the archives.
func (r release) formula() error {
	page, err := template.New("formula").Funcs(template.FuncMap{"url": r.url, "sha256": r.sum}).Parse(formulaText)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	err = page.Execute(&b, map[string]string{"Home": r.home, "Version": r.version, "License": license, "Description": description})
	if err != nil {
		return err
	}
	return r.write("cortex.rb", func() ([]byte, error) { return b.Bytes(), nil })
}

// url is where the archive of a platform will be.
func (r release) url(p string) string {
	return fmt.Sprintf("%s/releases/download/v%s/cortex_%s_%s.tar.gz", r.home, r.version, r.version, p)
}

// sum is the checksum of the archive of a platform.
func (r release) sum(p string) (string, error) {
	text, err := os.ReadFile(filepath.Join(r.folder, fmt.Sprintf("cortex_%s_%s.tar.gz", r.version, p)))
	return fmt.Sprintf("%x", sha256.Sum256(text)), err
}

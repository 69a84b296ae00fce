package mcp

import (
	"context"
	"errors"
	"net/url"
	"path"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"cortex/bank"
	"cortex/rules"
)

// The resources. Everything in them can be had by tools, too: some clients know only those.
const (
	indexURI   = "bank://index"
	graphURI   = "bank://graph"
	filePrefix = "bank://file/"
	rulePrefix = "bank://rules/"

	fileTemplate = filePrefix + "{+path}"
	ruleTemplate = rulePrefix + "{id}"
)

// resourcesPerPage is how many resources one answer lists.
const resourcesPerPage = 200

// addResources offers the resources. Files are not among them: withFreshList lists those that there are at that moment.
func (s *Server) addResources() {
	s.sdk.AddResource(indexResource(), s.readResource)
	s.sdk.AddResource(graphResource(), s.readResource)
	for _, t := range resourceTemplates() {
		s.sdk.AddResourceTemplate(t, s.readResource)
	}
}

func resourceTemplates() []*sdk.ResourceTemplate {
	return []*sdk.ResourceTemplate{
		{URITemplate: fileTemplate, Name: "file", Title: "A file of the memory bank", MIMEType: "text/markdown"},
		{URITemplate: ruleTemplate, Name: "rule", Title: "The manual page of a rule", MIMEType: "text/markdown"},
	}
}

func indexResource() *sdk.Resource {
	return &sdk.Resource{URI: indexURI, Name: "index", Title: "The memory bank and its files", MIMEType: "application/json"}
}

func graphResource() *sdk.Resource {
	return &sdk.Resource{URI: graphURI, Name: "graph", Title: "What links to what, as a Mermaid graph", MIMEType: "text/vnd.mermaid"}
}

// fileURI returns the URI of a file.
func fileURI(p string) string {
	parts := strings.Split(p, "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return filePrefix + strings.Join(parts, "/")
}

// withFreshList answers resources/list with the files that there are now. Without a bank there are none.
func (s *Server) withFreshList(next sdk.MethodHandler) sdk.MethodHandler {
	return func(ctx context.Context, method string, r sdk.Request) (sdk.Result, error) {
		if method != methodListResources {
			return next(ctx, method, r)
		}
		cursor := ""
		if p, ok := r.GetParams().(*sdk.ListResourcesParams); ok && p != nil {
			cursor = p.Cursor
		}
		all := []*sdk.Resource{indexResource(), graphResource()}
		asker := s.callOf(r)
		v, err := s.source.current(ctx, asker)
		var files []string
		if err == nil {
			files = v.files()
			for _, p := range files {
				all = append(all, &sdk.Resource{URI: fileURI(p), Name: p, Title: path.Base(p), MIMEType: "text/markdown", Size: int64(v.File(p).Size())})
			}
		} else if ctx.Err() != nil {
			return nil, err
		}
		if asker.session != nil {
			s.watch.listed(asker.session, files)
		}
		page, more, err := paged(all, resourcesPerPage, cursor, methodListResources)
		if err != nil {
			return nil, protocolError(err)
		}
		return &sdk.ListResourcesResult{Resources: page, NextCursor: more, Cacheable: sdk.Cacheable{CacheScope: "private"}}, nil
	}
}

// callOf returns what a request that is no call of a tool may ask.
func (s *Server) callOf(r sdk.Request) *call {
	session, _ := r.GetSession().(*sdk.ServerSession)
	return &call{server: s, session: session}
}

func (s *Server) readResource(ctx context.Context, r *sdk.ReadResourceRequest) (*sdk.ReadResourceResult, error) {
	text, err := s.callOf(r).resource(ctx, r.Params.URI)
	if err != nil {
		return nil, protocolError(err)
	}
	return &sdk.ReadResourceResult{
		Contents:  []*sdk.ResourceContents{{URI: r.Params.URI, Text: text}},
		Cacheable: sdk.Cacheable{CacheScope: "private"},
	}, nil
}

// resource returns the text of a resource.
func (c *call) resource(ctx context.Context, uri string) (string, error) {
	if id, ok := strings.CutPrefix(uri, rulePrefix); ok {
		if rule := rules.Lookup(id); rule != nil {
			return rule.Manual(), nil
		}
		return "", unknownRule(id)
	}
	switch uri {
	case indexURI:
		a, err := c.overview(ctx, overviewInput{Files: true})
		return string(encoded(a)), err
	case graphURI:
		a, err := c.links(ctx, linksInput{Kind: "all", Depth: 1, Format: "mermaid", Limit: maxGraph})
		return a.Graph, err
	}
	return c.fileText(ctx, uri)
}

// maxGraph bounds the links of the graph.
const maxGraph = 1000

func (c *call) fileText(ctx context.Context, uri string) (string, error) {
	v, err := c.current(ctx)
	if err != nil {
		return "", err
	}
	f, err := v.fileOf(uri)
	if err != nil {
		return "", err
	}
	return f.Text(), nil
}

// fileOf returns the served file of a URI.
func (v *view) fileOf(uri string) (*bank.File, error) {
	escaped, ok := strings.CutPrefix(uri, filePrefix)
	name, err := url.PathUnescape(escaped)
	if err != nil || !ok {
		return nil, refuse(codeNotFound, "%q is no URI of a file: list the resources", uri)
	}
	p, err := v.file(name)
	if err != nil {
		return nil, err
	}
	f := v.File(p)
	if f.Err() != nil {
		return nil, refuse(codeNotFound, "%q cannot be read (%v): mend the file or read another", p, f.Err())
	}
	return f, nil
}

// protocolError returns the error of a request that is no call of a tool.
func protocolError(err error) error {
	told := refusal(err)
	code := int64(jsonrpc.CodeInvalidParams)
	if told.code == codeInternal || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		code = jsonrpc.CodeInternalError
	}
	return &jsonrpc.Error{Code: code, Message: told.words()}
}

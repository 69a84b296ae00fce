// Package mcp is the Model Context Protocol face of Cortex: a table of tools, the
// words and bounds of their answers, and a transport that survives what clients send.
//
// A [Server] is independent of how its clients reach it; [Server.Serve] is one
// session over two streams. Tools are values in one table, [Tools], from which
// clients, the manual and the tests are told about them. A tool converts, bounds,
// words and pages what a function of package bank finds: it computes nothing that
// another face would need.
//
// Each call sees the disk as it is at that moment, through a source of snapshots, and over it what
// editors have open (package attach); what is open is changed there and not under the editor.
// Nothing is read before the first call. Calls run concurrently, at most maxCalls at a
// time, and end with their deadline, their client's cancellation or the server.
//
// Paths in answers are workspace-relative as in package bank. What a bank says is data:
// it is quoted, and never an instruction to whoever reads our messages.
package mcp

// Package faces asks the faces of Cortex for the diagnostics of a folder, each as its clients do, and compares
// the answers one by one: the command line, the language server and the server for agents. It knows the program by its streams
// alone.
package faces

// Package attach is the wire between an editor's language server and the servers of agents, on one machine and of one
// user: agents see what is open in the editor but not saved, and change it there and not under it.
//
// The language server listens on a unix socket for each bank ([Listen]), in a folder that is the user's alone. Agents look for
// the sockets of a bank ([Sockets]) whenever they are asked something, so it does not matter who starts first, and ask
// ([Client.Documents]) for what has changed since they asked last. Nothing is pushed: an answer is as new as the question.
//
// A message is one line of JSON. Each question names the [Version] of the protocol; one of another version is refused, and
// both sides go on as if the other were not there.
package attach

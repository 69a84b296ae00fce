package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// memory returns how many megabytes a running program has.
func memory(pid int) (float64, error) { return megabytes(pid, "VmRSS:") }

// peakMemory returns how many megabytes a running program has had at most. What the system tells after its end is no use: that
// counts the memory of whoever started it.
func peakMemory(pid int) (float64, error) { return megabytes(pid, "VmHWM:") }

func megabytes(pid int, what string) (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0, err
	}
	_, after, _ := strings.Cut(string(text), what)
	field, _, _ := strings.Cut(strings.TrimSpace(after), " ")
	kilobytes, err := strconv.ParseFloat(field, 64)
	return kilobytes / 1024, err
}

// worked returns how long a running program has used processors, in ticks of the system.
func worked(pid int) (int, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	// The name, in parentheses, may hold anything.
	fields := strings.Fields(string(text[strings.LastIndexByte(string(text), ')')+1:]))
	user, err := strconv.Atoi(fields[11])
	if err != nil {
		return 0, err
	}
	system, err := strconv.Atoi(fields[12])
	return user + system, err
}

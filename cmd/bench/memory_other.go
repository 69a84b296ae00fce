//go:build !linux

package main

import "errors"

func peakMemory(int) (float64, error) { return 0, errors.ErrUnsupported }

func memory(int) (float64, error) { return 0, errors.ErrUnsupported }

func worked(int) (int, error) { return 0, errors.ErrUnsupported }

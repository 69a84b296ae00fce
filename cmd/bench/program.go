package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"
)

// contender is one program doing one thing, again and again.
type contender struct {
	name string
	args []string
	// folder is where it runs, env is what its environment has besides the usual.
	folder string
	env    []string
	// prepare, if not nil, comes before each run and is not timed.
	prepare func(round int) error

	times, memory sample
}

// interleave has each contender run in turn, so that all of them suffer alike from whatever else the machine does. The first
// round warms up and does not count.
func interleave(contenders []*contender, rounds int) error {
	for round := range rounds + 1 {
		for _, i := range turns(len(contenders), round) {
			c := contenders[i]
			took, megabytes, err := c.run(context.Background(), round)
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			if round > 0 {
				c.times.add(took)
				c.memory = append(c.memory, megabytes)
			}
		}
	}
	return nil
}

// turns returns the numbers of n programs in the order in which they have their turn. Each round begins with another: whoever follows a
// program that needs much memory finds the caches of the processor cold.
func turns(n, round int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = (i + round) % n
	}
	return order
}

// run returns how long one run takes and how much memory it has at most. Whether it finds something wrong, which exit code 1
// says, does not matter. The end of ctx ends the program.
func (c *contender) run(ctx context.Context, round int) (time.Duration, float64, error) {
	if c.prepare != nil {
		if err := c.prepare(round); err != nil {
			return 0, 0, err
		}
	}
	cmd := exec.CommandContext(ctx, c.args[0], c.args[1:]...)
	var complaints bytes.Buffer
	cmd.Dir, cmd.Env, cmd.Stderr = c.folder, append(os.Environ(), c.env...), &complaints
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, 0, err
	}
	ended, peak := make(chan struct{}), make(chan float64)
	go func() { peak <- watchMemory(cmd.Process.Pid, ended) }()
	err := cmd.Wait()
	took := time.Since(start)
	close(ended)
	megabytes := <-peak
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && exit.ExitCode() == 1 {
		err = nil
	}
	if err != nil {
		return 0, 0, fmt.Errorf("%q: %w\n%.500s", c.args, err, complaints.String())
	}
	return took, megabytes, nil
}

// watchMemory returns how much memory a program has had at most when its end was told, as far as one sees that who looks now
// and then; 0 where the system does not tell.
func watchMemory(pid int, ended <-chan struct{}) float64 {
	look := time.NewTicker(2 * time.Millisecond)
	defer look.Stop()
	most := 0.0
	for {
		select {
		case <-look.C:
			if now, err := peakMemory(pid); err == nil {
				most = max(most, now)
			}
		case <-ended:
			return most
		}
	}
}

package main

// agents measures the tool with which an agent has a bank of 50 files judged in which nothing has changed.
func (b *bench) agents() (*table, error) {
	bank := b.bank(50)
	if err := writeBank(bank, 50); err != nil {
		return nil, err
	}
	w, err := dial([]string{b.cortex, "mcp", "--bank", bank}, bank, b.cacheAt("cache"), lines(), func(*wire, received) {})
	if err != nil {
		return nil, err
	}
	defer w.end()
	introduction := map[string]any{
		"protocolVersion": "2025-06-18", "capabilities": struct{}{}, "clientInfo": map[string]string{"name": "bench", "version": "1"},
	}
	if _, _, err := w.call("initialize", introduction); err != nil {
		return nil, err
	}
	if err := w.notify("notifications/initialized", struct{}{}); err != nil {
		return nil, err
	}
	var times sample
	const warm = 3
	for n := range warm + b.calls {
		_, took, err := w.call("tools/call", map[string]any{"name": "bank_validate", "arguments": struct{}{}})
		if err != nil {
			return nil, err
		}
		if n >= warm {
			times.add(took)
		}
	}
	megabytes, err := memory(w.program.Process.Pid)
	if err != nil {
		return nil, err
	}
	t := &table{head: []string{"calls", "median, ms", "one in a hundred takes longer than, ms", "memory, MB"}}
	t.add(count(len(times)), times.middle(), number(times.quantile(0.99)), number(megabytes))
	return t, nil
}

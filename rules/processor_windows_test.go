package rules

import "time"

// processorTime returns what the clock says: how long processors have worked is not told in steps that are small enough.
func processorTime() time.Duration { return time.Duration(time.Now().UnixNano()) }

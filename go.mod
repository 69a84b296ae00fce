module cortex

go 1.26.0

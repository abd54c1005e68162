//go:build !unix

package main

import "os"

// peakMB is the most memory that a finished process held: not known here.
func peakMB(*os.ProcessState) float64 { return 0 }

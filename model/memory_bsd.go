//go:build unix && !linux

package model

func adviseHuge([]byte) {}

func forget([]byte) {}

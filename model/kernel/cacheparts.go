package kernel

// Parts gives the memory behind the first slots of a cache, to be copied out of
// it or into it: the keys, in whole blocks, and the values. Both are nil for an
// exact cache.
func (c *Cache) Parts(slots int) (keys, vals []uint16) {
	if c.exact != nil {
		return nil, nil
	}
	return c.keys[:roundUp(slots, KeyBlock)*c.dim], c.vals[:slots*c.dim]
}
